package dev.tappet.source.redis.poll;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long a key is left alone after others were faster. The server tells all workers
 * that wait of each message, and all but one then ask in vain. So those who do rest for a
 * while, longer each time, and less after each time that they were first, which keeps
 * about six awake however many there are. Times are those of {@link System#nanoTime()}.
 */
final class Rest {

	private static final double LONGER = 1.3;

	private static final double SHORTER = 0.27;

	private static final double SHORTEST = Duration.ofMillis(1).toNanos();

	/** Messages that those who are awake have no hands for wait as long as this. */
	private static final double LONGEST = Duration.ofMillis(500).toNanos();

	private final DoubleSupplier random;

	private double length = SHORTEST;

	private boolean resting;

	private long until;

	/**
	 * Makes one that is over.
	 * @param random numbers from 0 to 1, so that not all are back at the same time
	 */
	Rest(DoubleSupplier random) {
		this.random = random;
	}

	/** Whoever was told has asked, and there was something. */
	void first() {
		this.length = Math.max(SHORTEST, SHORTER * this.length);
	}

	/** Whoever was told has asked in vain. */
	void late(long now) {
		this.resting = true;
		this.until = now + (long) ((0.5 + this.random.getAsDouble()) * this.length);
		this.length = Math.min(LONGEST, LONGER * this.length);
	}

	/** The key is worked on anew. */
	void end() {
		this.resting = false;
	}

	boolean isOver(long now) {
		if (this.resting && now - this.until >= 0) {
			this.resting = false;
		}
		return !this.resting;
	}

	/** When it will be over, while it is not. */
	long until() {
		return this.until;
	}

}
