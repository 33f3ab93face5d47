package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.tappet.source.RetryQueue;
import dev.tappet.source.kafka.place.Place;
import dev.tappet.source.kafka.poll.Condition.Part;
import dev.tappet.source.kafka.poll.Partition.Held;
import dev.tappet.source.kafka.value.ValueFormats;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the thread of a trigger does: it polls, always, so that no handler however long
 * costs it a partition; with another consumer where one is not worth keeping.
 */
final class PollLoop {

	private static final Logger logger = LoggerFactory.getLogger(PollLoop.class);

	private final PollSettings settings;

	private final Place place;

	private final Parts parts;

	private final Positions positions;

	private final Round round;

	private final Farewell farewell;

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile boolean closing;

	private volatile long closeBy;

	/**
	 * What the loop puts together.
	 *
	 * @param mail what other threads have for it
	 * @param feed what the dispatcher wants
	 * @param retries what waits for another attempt
	 * @param commits keeps what was done
	 * @param flow decides what is read
	 * @param condition says how it is doing
	 * @param probe asks for what a consumer does not tell
	 * @param untouched knows in which partitions nothing is in hands
	 */
	record Parts(Mail mail, Feed feed, RetryQueue<Held> retries, Commits commits, Flow flow, Condition condition,
			Probe probe, Untouched untouched) {
	}

	PollLoop(PollSettings settings, Place place, Parts parts, Positions positions, ValueFormats.Pair formats) {
		this.settings = settings;
		this.place = place;
		this.parts = parts;
		this.positions = positions;
		String trigger = settings.trigger().name();
		this.round = new Round(trigger, parts, place.clients(), formats, () -> this.closing);
		this.farewell = new Farewell(trigger, parts.mail(), parts.commits(), this::left);
	}

	/** Runs until it is closed, whatever happens. */
	void run() {
		this.parts.mail().own();
		try {
			while (!this.closing) {
				if (hasObstacle()) {
					this.parts.mail().rest(Pace.FIRST_WAIT.toNanos());
				}
				else {
					oneConsumer();
				}
			}
		}
		finally {
			this.ended.countDown();
		}
	}

	private void oneConsumer() {
		Consumer<byte[], byte[]> consumer = null;
		Assignment assignment = null;
		try {
			consumer = this.place.consumer(this.settings.consumer(this.place.clients().consumer()));
			assignment = new Assignment(consumer, this.positions, this.parts.commits(), this.parts.mail(),
					this.parts.condition(), this.settings.patience());
			consumer.subscribe(this.settings.definition().topics(), assignment);
			while (!this.closing && !this.round.isTired()) {
				this.round.go(consumer, assignment);
			}
			if (this.closing) {
				this.farewell.say(consumer, assignment);
			}
		}
		catch (RuntimeException ex) {
			this.round.fails(ex);
		}
		finally {
			this.parts.commits().reset();
			this.parts.untouched().clear();
			if (assignment != null) {
				assignment.drop();
			}
			this.parts.condition().left();
			if (consumer != null) {
				close(consumer);
			}
		}
		this.round.refresh();
		if (!this.closing) {
			this.parts.mail().rest(Pace.LONGEST_WAIT.toNanos() / 5);
		}
	}

	/**
	 * Before there is a consumer: one that meets something else than a broker cannot
	 * tell.
	 */
	private boolean hasObstacle() {
		String obstacle = this.place.clients().obstacle();
		if (obstacle == null) {
			this.parts.condition().works(Part.OBSTACLE);
			return false;
		}
		this.parts.condition().fails(Part.OBSTACLE, obstacle);
		return true;
	}

	private long left() {
		return this.closeBy - System.nanoTime();
	}

	private void close(Consumer<byte[], byte[]> consumer) {
		try {
			long patience = this.closing ? Math.max(left(), Pace.FIRST_WAIT.toNanos()) : Pace.LONGEST_WAIT.toNanos();
			consumer.close(CloseOptions.timeout(Duration.ofNanos(patience)));
		}
		catch (RuntimeException ex) {
			logger.debug("A consumer did not end well", ex);
		}
	}

	/** Ends the loop; waits until it has. */
	void close(Duration patience) {
		this.closeBy = System.nanoTime() + patience.toNanos();
		this.closing = true;
		this.parts.mail().wake();
		try {
			if (!this.ended.await(patience.toNanos() + Pace.FIRST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.warn("Trigger '{}' could not hand everything back", this.settings.trigger().name());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
