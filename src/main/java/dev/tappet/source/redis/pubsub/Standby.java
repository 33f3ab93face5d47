package dev.tappet.source.redis.pubsub;

import java.util.Objects;
import java.util.function.BiFunction;

import dev.tappet.source.redis.lease.Candidate;
import dev.tappet.source.redis.lease.Lead;
import dev.tappet.source.redis.lease.Worker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of many instances that all hear the same, of which one handles it. This one holds
 * what it hears until the leader has finished it, and goes on where the leader ended when
 * it leads itself. Any thread may call it.
 */
final class Standby implements Candidate {

	private static final Logger logger = LoggerFactory.getLogger(Standby.class);

	/** Whom it tells. */
	interface Listener {

		/** It was tried to lead, and that went well or not. */
		void led(@Nullable Throwable failure);

		/** So many messages are handled in another's stead. */
		void takenOver(int messages);

		/** So many messages had no room while this instance did not lead. */
		void lost(int messages);

		/** A message that this instance was to handle had no room. */
		void full();

	}

	private final String trigger;

	private final Lead lead;

	private final HeldRoom room;

	private final Holding<Received> holding;

	private final MessageBuffer<Received> buffer;

	private final Listener listener;

	private final String token = Worker.newToken();

	private final Readiness readiness = new Readiness();

	private boolean leading;

	private volatile boolean stopped;

	/** What another leader has told last, since this one has led. */
	private Progress told = Progress.NONE;

	private long toldAt;

	/**
	 * Makes one that does not hear yet.
	 * @param settings how the trigger listens
	 * @param leadership the lead, and the memory for what is held
	 * @param buffer takes what this instance handles
	 * @param listener whom it tells
	 */
	Standby(SubscriberSettings settings, Leadership leadership, MessageBuffer<Received> buffer, Listener listener) {
		this.trigger = settings.trigger();
		this.lead = leadership.lead();
		this.room = new HeldRoom(leadership.readBuffer());
		this.buffer = buffer;
		this.listener = listener;
		this.holding = new Holding<>(settings.buffer(), this.room, System::nanoTime, Worker::newToken);
	}

	void start() {
		this.lead.keep(this);
	}

	/** The subscription stands, for the first time, still or again. */
	void subscribed() {
		synchronized (this.holding) {
			this.readiness.hears(System.nanoTime());
		}
		this.lead.lookAgain();
	}

	/** What is published is not heard any more. */
	void interrupted() {
		synchronized (this.holding) {
			this.readiness.hearsNothing();
			this.holding.interrupted();
		}
		this.lead.lookAgain();
	}

	/**
	 * A message was heard.
	 * @param stream the stream that it came by
	 * @param message the message
	 * @param make makes what is handed out
	 */
	void heard(Stream stream, Published message, BiFunction<Published, Holding.Place, Received> make) {
		long print = Fingerprint.of(message.channel(), message.body());
		boolean passed;
		boolean room = true;
		synchronized (this.holding) {
			Holding.Place place = this.holding.hear(stream, print);
			passed = leads();
			if (!this.buffer.isPaused()) {
				Received received = make.apply(message, place);
				if (!passed) {
					this.holding.hold(place, received, HeldRoom.of(message));
				}
				else {
					room = this.buffer.add(received);
					if (room) {
						this.holding.pass(place, received);
					}
				}
			}
		}
		if (!room) {
			this.listener.full();
		}
		if (passed) {
			this.lead.progressed();
			this.buffer.drain();
		}
	}

	/**
	 * Under the lock: what lapsed is only gone on with after
	 * {@link #leads(String, long)}.
	 */
	private boolean leads() {
		this.leading &= this.lead.held() && !this.stopped;
		return this.leading;
	}

	/**
	 * Whether a message may be handed out. If not it waits here, unless it is done.
	 * @param received the message
	 * @return whether it may
	 */
	boolean mayHandOut(Received received) {
		Holding.Place place = received.place();
		if (place == null) {
			return true;
		}
		synchronized (this.holding) {
			if (leads()) {
				// Another may have finished it while this instance did not lead.
				return this.holding.isOpen(place);
			}
			this.holding.putBack(place, received);
			return false;
		}
	}

	/** A message is done, or given up. */
	void finished(Received received) {
		Holding.Place place = received.place();
		if (place != null) {
			synchronized (this.holding) {
				this.holding.finished(place);
			}
			this.lead.progressed();
		}
	}

	/** Hands nothing out any more. */
	void stop() {
		this.stopped = true;
	}

	boolean hasStopped() {
		return this.stopped;
	}

	/** Gives the lead up, if it has it, and tells exactly how far it is. */
	void close() {
		this.lead.giveUp();
		synchronized (this.holding) {
			this.holding.clear();
			this.room.close();
		}
	}

	@Override
	public long readyIn() {
		synchronized (this.holding) {
			return this.stopped ? 0 : this.readiness.in(System.nanoTime());
		}
	}

	@Override
	public String progress() {
		synchronized (this.holding) {
			return this.holding.progress(this.token).text();
		}
	}

	@Override
	public void sees(String progress, long at) {
		synchronized (this.holding) {
			notes(progress, at);
			this.holding.sees(this.told, this.toldAt);
		}
	}

	private void notes(String progress, long at) {
		Progress parsed = Progress.parse(progress);
		if (!parsed.isNone() && !parsed.writer().equals(this.token)) {
			this.told = parsed;
			this.toldAt = at;
		}
	}

	@Override
	public void leads(String progress, long at) {
		if (this.stopped) {
			return;
		}
		Holding.Estate<Received> estate;
		int dropped = 0;
		synchronized (this.holding) {
			notes(progress, at);
			estate = this.holding.takeOver(this.told, this.toldAt);
			this.told = Progress.NONE;
			this.leading = true;
			for (Received received : estate.messages()) {
				if (!this.buffer.add(received)) {
					dropped++;
					this.holding.finished(Objects.requireNonNull(received.place()));
				}
			}
		}
		tell(estate, dropped);
		this.buffer.drain();
		this.lead.progressed();
	}

	private void tell(Holding.Estate<Received> estate, int dropped) {
		int handedOn = estate.messages().size() - dropped;
		if (handedOn > 0) {
			this.listener.takenOver(handedOn);
			logger.info("Trigger '{}' goes on with {} message(s) that were published while nobody had the lead, or "
					+ "that the last leader had not finished", this.trigger, handedOn);
		}
		long lost = estate.missing() + dropped;
		if (lost > 0) {
			this.listener.lost((int) Math.min(lost, Integer.MAX_VALUE));
			logger.warn("Trigger '{}' has lost {} message(s): there was no room for them until this instance led",
					this.trigger, lost);
		}
	}

	@Override
	public boolean inOffice() {
		synchronized (this.holding) {
			return this.stopped || leads();
		}
	}

	@Override
	public void follows() {
		synchronized (this.holding) {
			this.leading = false;
		}
		this.buffer.drain();
	}

	@Override
	public boolean isIdle() {
		return this.buffer.inHands() == 0;
	}

	@Override
	public void outcome(@Nullable Throwable failure) {
		this.listener.led(failure);
	}

}
