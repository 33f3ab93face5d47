package dev.tappet.source.redis.poll;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import dev.tappet.source.SourceListener;
import dev.tappet.source.redis.connection.Session;
import dev.tappet.source.redis.lease.Ledger;
import dev.tappet.source.redis.lease.Look;
import dev.tappet.source.redis.lease.Lookout;
import dev.tappet.source.redis.lease.Missing;
import dev.tappet.source.redis.lease.Settler;
import dev.tappet.source.redis.lease.Takeovers;
import dev.tappet.source.redis.poll.Recovery.Step;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps at one key what this worker holds there, and takes up what others lost: its
 * lease, looks, takeovers, and the walk over what it holds itself. Nothing of it is
 * waited for, so that reads go on beside it.
 */
final class KeyUpkeep implements KeyLook.Observer {

	/** Asks the server, and has the answer taken up on the poller's thread. */
	interface Asking {

		/** The connection that the key is worked on by, or null where there is none. */
		@Nullable Session session();

		<T> void ask(Step step, Supplier<CompletionStage<T>> question, BiConsumer<T, Long> then);

		/** Something that was asked elsewhere was answered, or has failed. */
		void answered(@Nullable Session session, Step step, Letter.Work work, @Nullable Throwable failure);

		void succeeded(Step step);

	}

	private static final Logger logger = LoggerFactory.getLogger(KeyUpkeep.class);

	private final Lookout lookout;

	private final Ledger ledger;

	private final SourceListener listener;

	private final Settler settler;

	private final KeySchedule schedule;

	private final Asking asking;

	private final Takeovers takeovers = new Takeovers();

	private final KeyLook look;

	KeyUpkeep(Lookout lookout, Ledger ledger, SourceListener listener, Settler settler, KeySchedule schedule,
			Asking asking) {
		this.lookout = lookout;
		this.ledger = ledger;
		this.listener = listener;
		this.settler = settler;
		this.schedule = schedule;
		this.asking = asking;
		this.look = new KeyLook(ledger, this);
		lookout.add(this.look);
	}

	/**
	 * The key is worked on by a new connection.
	 * @param forgotten whether the server had forgotten what was taken before
	 * @param now the time
	 */
	void begin(boolean forgotten, long now) {
		this.takeovers.startAnew(now);
		if (forgotten) {
			restore();
		}
		this.look.begin();
		this.lookout.ask();
	}

	/**
	 * Asks for what is to be done now.
	 * @param fetching whether the key is read as well
	 * @param now the time
	 */
	void step(boolean fetching, long now) {
		keepLease(fetching, now);
		takeOver();
		if (this.schedule.reads().reclaims(now)) {
			reclaim();
		}
	}

	/**
	 * A worker that neither holds nor reads anything needs no lease. One that reads has
	 * it before it reads.
	 */
	private void keepLease(boolean fetching, long now) {
		PulseSchedule pulses = this.schedule.pulses();
		boolean holding = this.settler.unsettled() > 0;
		if (holding || this.schedule.reads().isReading(fetching, now)) {
			pulses.active(now);
		}
		if (pulses.isTime(now)) {
			pulses.sent(now);
			this.asking.ask(Step.PULSE, () -> this.ledger.pulse(holding), this::pulsed);
		}
		else if (pulses.rests(now)) {
			this.asking.ask(Step.PULSE, this.ledger::rest, (done, at) -> rested());
		}
	}

	private void pulsed(Ledger.Pulse pulse, long now) {
		this.schedule.pulses().answered(pulse.dueIn(), now);
		this.asking.succeeded(Step.PULSE);
		if (pulse.forgotten()) {
			restore();
		}
	}

	private void rested() {
		if (this.schedule.pulses().isResting()) {
			this.ledger.renewToken();
		}
	}

	private void restore() {
		this.asking.ask(Step.PULSE, () -> this.ledger.restore(this.settler.open()), (done, at) -> {
		});
	}

	private void takeOver() {
		Missing worker = this.takeovers.next();
		if (worker != null) {
			this.asking.ask(Step.LOOK, () -> this.ledger.takeOver(worker), (page, at) -> tookOver(worker, page));
		}
	}

	private void tookOver(Missing worker, Ledger.Page page) {
		if (page.messages() > 0) {
			this.listener.takenOver(page.messages());
			this.schedule.reads().maybeDue();
		}
		int messages = this.takeovers.took(page);
		this.look.seen(this.takeovers.anybodyMissing());
		if (messages > 0) {
			logger.info("Took over {} message(s) of '{}' from '{}', whose {}", messages, key(), worker.worker(),
					worker.isCut() ? "connection is gone" : "lease has run out");
		}
	}

	private void reclaim() {
		this.schedule.reads().reclaiming();
		this.asking.ask(Step.LOOK, () -> this.ledger.reclaim(this.settler::open), this::reclaimed);
	}

	private void reclaimed(Ledger.Page page, long now) {
		this.schedule.reads().reclaimed(page.messages(), page.more(), now);
		if (page.messages() > 0) {
			logger.info("Took up {} message(s) of '{}' whose delivery was interrupted", page.messages(), key());
		}
	}

	@Override
	public @Nullable Session session() {
		return this.asking.session();
	}

	@Override
	public boolean holding() {
		return this.settler.unsettled() > 0;
	}

	@Override
	public void seen(Session session, Look seen, List<Missing> missing) {
		this.asking.answered(session, Step.LOOK, (now) -> {
			this.asking.succeeded(Step.LOOK);
			this.takeovers.noticed(missing, now);
			this.look.seen(this.takeovers.anybodyMissing());
			this.schedule.seen(seen, this.settler.unsettled(), now);
		}, null);
	}

	@Override
	public void lookFailed(Session session, Throwable failure) {
		this.asking.answered(session, Step.LOOK, (now) -> {
		}, failure);
	}

	private String key() {
		return this.ledger.names().source();
	}

	/** Looks after the key no more. */
	void end() {
		this.lookout.remove(this.look);
	}

}
