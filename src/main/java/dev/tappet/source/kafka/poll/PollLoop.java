package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.tappet.source.RetryQueue;
import dev.tappet.source.kafka.place.Place;
import dev.tappet.source.kafka.poll.Condition.Part;
import dev.tappet.source.kafka.poll.Partition.Held;
import dev.tappet.source.kafka.value.ValueFormats;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the thread of a trigger does: it polls, always, so that no handler however long
 * costs it a partition; begins what is wanted, hands on what may run, and commits.
 */
final class PollLoop {

	private static final Logger logger = LoggerFactory.getLogger(PollLoop.class);

	private static final Duration LONGEST = Duration.ofMillis(500);

	private static final Duration WHILE_WAITING = Duration.ofMillis(20);

	private static final Duration FIRST_WAIT = Duration.ofMillis(200);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

	/** After so many failures in a row a consumer is not worth keeping. */
	private static final int PATIENCE = 5;

	private final PollSettings settings;

	private final Place place;

	private final Parts parts;

	private final Positions positions;

	private final ValueFormats.Pair formats;

	private final Preparation preparation;

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile boolean closing;

	private volatile long closeBy;

	private int failures;

	/** When something last came from the cluster. */
	private long shownAt;

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
	 */
	record Parts(Mail mail, Feed feed, RetryQueue<Held> retries, Commits commits, Flow flow, Condition condition,
			Probe probe) {
	}

	PollLoop(PollSettings settings, Place place, Parts parts, Positions positions, ValueFormats.Pair formats) {
		this.settings = settings;
		this.place = place;
		this.parts = parts;
		this.positions = positions;
		this.formats = formats;
		this.preparation = new Preparation(parts.mail(), parts.condition());
		this.shownAt = System.nanoTime();
	}

	/** Runs until it is closed, whatever happens. */
	void run() {
		this.parts.mail().own();
		try {
			while (!this.closing) {
				if (hasObstacle()) {
					this.parts.mail().rest(FIRST_WAIT.toNanos());
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
			while (!this.closing && this.failures <= PATIENCE) {
				round(consumer, assignment);
			}
			if (this.closing) {
				finish(consumer, assignment);
			}
		}
		catch (RuntimeException ex) {
			fails(ex);
		}
		finally {
			this.parts.commits().reset();
			if (assignment != null) {
				assignment.drop();
			}
			this.parts.condition().left();
			if (consumer != null) {
				close(consumer);
			}
		}
		this.failures = 0;
		if (!this.closing) {
			this.parts.mail().rest(LONGEST_WAIT.toNanos() / 5);
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

	private void round(Consumer<byte[], byte[]> consumer, Assignment assignment) {
		assignment.restore();
		Set<String> anew = this.parts.probe().takeAnew();
		if (!anew.isEmpty()) {
			assignment.beginAnew(anew);
		}
		work(assignment);
		this.parts.commits().go(consumer, assignment.all());
		this.parts.flow().set(consumer, assignment.all());
		this.parts.probe()
			.look(this.parts.mail(), later(this.shownAt, this.parts.commits().confirmedAt()), System.nanoTime());
		try {
			ConsumerRecords<byte[], byte[]> records = poll(consumer, assignment, timeout(assignment));
			this.parts.flow().take(records, assignment, this.formats);
			if (records != null) {
				this.failures = 0;
				this.parts.condition().works(Part.READING);
				this.shownAt = records.isEmpty() ? this.shownAt : System.nanoTime();
			}
		}
		catch (RuntimeException ex) {
			this.parts.flow().take(null, assignment, this.formats);
			fails(ex);
		}
	}

	private static long later(long one, long other) {
		return (one - other > 0) ? one : other;
	}

	/** Does all that is to be done between two polls, but for the commit. */
	private void work(Assignment assignment) {
		this.parts.mail().work();
		List<Partition> partitions = assignment.all();
		if (this.parts.feed().open()) {
			for (Held due; (due = this.parts.retries().poll(System.nanoTime())) != null;) {
				if (!due.gone()) {
					due.partition().window().again(due.slot());
				}
			}
		}
		this.parts.feed().emit(partitions);
		this.preparation.look(partitions);
		this.parts.feed().claim(partitions);
	}

	private Duration timeout(Assignment assignment) {
		boolean changed = assignment.all().stream().anyMatch((partition) -> partition.window().changed());
		Duration longest = LONGEST;
		if (changed && this.parts.commits().waits()) {
			longest = WHILE_WAITING;
		}
		long due = this.parts.feed().open() ? this.parts.retries().untilDue(System.nanoTime()) : -1;
		return (due >= 0 && due < longest.toNanos()) ? Duration.ofNanos(due) : longest;
	}

	private @Nullable ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Assignment assignment,
			Duration timeout) {
		Mail mail = this.parts.mail();
		mail.fallAsleep(consumer::wakeup);
		try {
			return consumer.poll(hasWork(assignment) ? Duration.ZERO : timeout);
		}
		catch (WakeupException ex) {
			return null;
		}
		catch (NoOffsetForPartitionException ex) {
			// The new protocol asks for positions while they are still being found out.
			return null;
		}
		catch (OffsetOutOfRangeException ex) {
			assignment.reset(ex.offsetOutOfRangePartitions());
			return null;
		}
		finally {
			mail.awake();
		}
	}

	/** Whether something has come for which nobody was woken. */
	private boolean hasWork(Assignment assignment) {
		if (!this.parts.mail().isEmpty() || this.closing || this.parts.feed().hasNews()) {
			return true;
		}
		boolean ready = this.parts.feed().open() && this.parts.feed().demanded();
		for (Partition partition : assignment.all()) {
			boolean commits = !this.parts.commits().isUnderWay() && !this.parts.commits().waits()
					&& partition.window().changed();
			if (commits || (ready && this.parts.feed().isReady(partition))) {
				return true;
			}
		}
		return false;
	}

	private void fails(RuntimeException failure) {
		this.failures++;
		this.parts.condition().fails(Part.READING, this.place.clients().explain(failure));
		logger.debug("Trigger '{}' could not poll", this.settings.trigger().name(), failure);
		long wait = Math.min(LONGEST_WAIT.toNanos(), FIRST_WAIT.toNanos() << Math.min(this.failures, 5));
		if (!this.closing) {
			this.parts.mail().rest(wait);
		}
	}

	/** Waits for what is in hands, commits it, and leaves the group. */
	private void finish(Consumer<byte[], byte[]> consumer, Assignment assignment) {
		assignment.all().forEach((partition) -> partition.window().releaseUnstarted());
		consumer.pause(consumer.assignment());
		this.parts.mail().work();
		while (assignment.isBusy() && left() > 0) {
			this.parts.mail().rest(Math.min(left(), WHILE_WAITING.toNanos()));
			this.parts.mail().work();
		}
		Duration patience = Duration.ofNanos(Math.max(left(), FIRST_WAIT.toNanos()));
		while (!this.parts.commits().finish(consumer, assignment.all(), patience) && left() > 0) {
			// No commit is taken while the group shares its partitions anew, which goes
			// on
			// with a poll.
			share(consumer);
		}
		if (this.parts.commits().hasFailed()) {
			String partitions = assignment.all()
				.stream()
				.map((partition) -> partition.id().toString())
				.collect(Collectors.joining(", "));
			logger.warn("Trigger '{}' could not commit what was done in {}, which is repeated later",
					this.settings.trigger().name(), partitions);
		}
		assignment.finished();
	}

	private void share(Consumer<byte[], byte[]> consumer) {
		try {
			consumer.pause(consumer.assignment());
			consumer.poll(WHILE_WAITING);
		}
		catch (RuntimeException ex) {
			logger.debug("The last poll of trigger '{}' failed", this.settings.trigger().name(), ex);
			this.parts.mail().rest(WHILE_WAITING.toNanos());
		}
	}

	private long left() {
		return this.closeBy - System.nanoTime();
	}

	private void close(Consumer<byte[], byte[]> consumer) {
		try {
			Duration patience = this.closing ? Duration.ofNanos(Math.max(left(), FIRST_WAIT.toNanos())) : LONGEST_WAIT;
			consumer.close(CloseOptions.timeout(patience));
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
			if (!this.ended.await(patience.toNanos() + FIRST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.warn("Trigger '{}' could not hand everything back", this.settings.trigger().name());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
