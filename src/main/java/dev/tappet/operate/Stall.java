package dev.tappet.operate;

import java.time.Duration;

import dev.tappet.source.Backlog;
import dev.tappet.trigger.Ordering;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a trigger is stalled: messages wait for whoever comes, this instance
 * has room for them, and is given none. A pure function of what was seen at each look.
 */
final class Stall {

	private final Ordering ordering;

	private final long bound;

	private long progress = -1;

	/** Whether the last look began or went on with the time in which nothing came. */
	private boolean waiting;

	private long since;

	private long last;

	private long backlog;

	/**
	 * Begins with a trigger of which nothing is known.
	 * @param ordering whether one message at a time is handled
	 * @param bound how long messages may wait
	 */
	Stall(Ordering ordering, Duration bound) {
		this.ordering = ordering;
		this.bound = bound.toNanos();
	}

	/**
	 * What is seen of a trigger.
	 *
	 * @param takes whether it would be given a message that waits
	 * @param progress how many messages this instance has settled so far
	 */
	record Sight(boolean takes, long progress) {
	}

	/**
	 * Looks at what is known without asking.
	 * @param sight what is seen
	 * @return whether the backlog has to be asked for: nothing moves
	 */
	boolean isQuiet(Sight sight) {
		boolean moves = sight.progress() != this.progress;
		this.progress = sight.progress();
		if (moves || !sight.takes()) {
			this.waiting = false;
			return false;
		}
		return true;
	}

	/**
	 * Takes the backlog of a quiet trigger. One that could not be read says nothing, and
	 * where an order is kept what is unfinished keeps back what waits.
	 * @param read the backlog, or {@code null} where it could not be read
	 * @param now the time of {@link System#nanoTime()}
	 */
	void take(@Nullable Backlog read, long now) {
		if (read == null) {
			return;
		}
		boolean kept = this.ordering == Ordering.STRICT && read.inFlight() > 0;
		if (read.waiting() == 0 || kept) {
			this.waiting = false;
			return;
		}
		if (!this.waiting) {
			this.waiting = true;
			this.since = now;
		}
		this.last = now;
		this.backlog = read.waiting();
	}

	/**
	 * How long nothing has come, where that is too long. It counts up to the last look
	 * that saw messages wait.
	 * @param now the time of {@link System#nanoTime()}
	 * @return the time until now, or {@code null} where the trigger is not stalled
	 */
	@Nullable Duration stalledFor(long now) {
		return (this.waiting && this.last - this.since >= this.bound) ? Duration.ofNanos(now - this.since) : null;
	}

	/** How many messages waited at the last look. */
	long backlog() {
		return this.backlog;
	}

}
