package dev.tappet.source.azurequeue.poll;

import java.time.Duration;

/**
 * When a lease is renewed: from a third of it on, so that two renewals may fail before it
 * ends. Times are those of {@link System#nanoTime()}.
 *
 * @param lease how long a lease lasts
 */
record LeaseTimes(Duration lease) {

	private static final int SHARE = 3;

	private static final int LOOKS = 12;

	private static final long SHORTEST_LOOK = Duration.ofMillis(25).toNanos();

	/** Whether a lease that began then is to be renewed. */
	boolean isDue(long begun, long now) {
		return now - begun >= this.lease.toNanos() / SHARE;
	}

	/** Whether a lease that began then may have ended, so that somebody else has it. */
	boolean isOver(long begun, long now) {
		return now - begun >= this.lease.toNanos();
	}

	/** How often to look for those that are due. */
	long look() {
		return Math.max(SHORTEST_LOOK, this.lease.toNanos() / LOOKS);
	}

}
