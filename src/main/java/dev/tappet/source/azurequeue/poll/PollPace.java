package dev.tappet.source.azurequeue.poll;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When the queue is asked next. Each time that it had nothing the wait doubles, since
 * each question is billed; each message that it had has it asked again at once. It knows
 * no clock: times are those of {@link System#nanoTime()}.
 */
final class PollPace {

	static final Duration FIRST_WAIT = Duration.ofMillis(100);

	static final Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(5);

	/** A queue that had all that was asked for is asked by so many at once. */
	static final int WHILE_FULL = 4;

	private static final double JITTER = 0.2;

	/** A receive that is sent again twice, each time after an end of its time. */
	private static final long SLOWEST = Duration.ofSeconds(60).toNanos();

	private final long longest;

	private long wait = FIRST_WAIT.toNanos();

	private long failureWait = FIRST_WAIT.toNanos();

	private long nextAt;

	private boolean full;

	private boolean resting;

	private volatile @Nullable Long answeredAt;

	PollPace(Duration longest) {
		this.longest = longest.toNanos();
	}

	/**
	 * A receive has ended.
	 * @param asked how many messages it asked for
	 * @param got how many it brought
	 * @param now the time
	 * @param chance a number from 0 to 1, so that instances do not ask in step
	 */
	void received(int asked, int got, long now, double chance) {
		this.answeredAt = now;
		this.failureWait = FIRST_WAIT.toNanos();
		this.full = got >= asked;
		if (got > 0) {
			this.wait = FIRST_WAIT.toNanos();
			this.resting = false;
		}
		else {
			this.wait = rest(this.wait, this.longest, now, chance);
		}
	}

	/** A receive has failed. */
	void failed(long now, double chance) {
		this.full = false;
		this.failureWait = rest(this.failureWait, LONGEST_AFTER_FAILURE.toNanos(), now, chance);
	}

	private long rest(long current, long most, long now, double chance) {
		long time = Math.min(current, most);
		this.nextAt = now + Math.round(Math.min(most, time * (1 + JITTER * (2 * chance - 1))));
		this.resting = true;
		return Math.min(most, 2 * time);
	}

	/** Something is known to be there, or may be: it is asked for soon, and often. */
	void expect() {
		this.wait = FIRST_WAIT.toNanos();
		this.resting = false;
	}

	/**
	 * Whether to ask now.
	 * @param underWay how many receives are under way
	 * @param now the time
	 * @return whether another may be sent
	 */
	boolean mayAsk(int underWay, long now) {
		return underWay < (this.full ? WHILE_FULL : 1) && untilNext(now) == 0;
	}

	/** Whether the queue had all that it was asked for last. */
	boolean isFull() {
		return this.full;
	}

	/**
	 * For any thread: whether the queue should have answered once more by now, if it is
	 * asked at all.
	 */
	boolean isOverdue(long now) {
		Long last = this.answeredAt;
		return last != null && now - last > this.longest + SLOWEST;
	}

	/** How many nanoseconds it is until the queue may be asked. */
	long untilNext(long now) {
		return this.resting ? Math.max(0, this.nextAt - now) : 0;
	}

}
