package dev.tappet.source.azurequeue.poll;

import java.time.Duration;

/**
 * How many permits will be free when the answer comes to what is asked for now, by how
 * long answers and handlers have taken lately. Where handlers take longer than answers
 * that is none, and nothing is taken before a permit waits for it. It knows no clock:
 * times are those of {@link System#nanoTime()}.
 */
final class Foresight {

	/** Long enough to count something in. */
	private static final long SPAN = Duration.ofMillis(10).toNanos();

	private static final int WEIGHT = 4;

	/** Handlers that have waited for messages could have ended sooner. */
	private static final double HEADROOM = 1.5;

	/** What comes for each permit at most. */
	private static final long MOST = 2;

	/** How long a receive takes that brings something. */
	private double answer;

	/** How many handlers end in a nanosecond. */
	private double rate;

	private long since;

	private long counted;

	/**
	 * A receive has brought something.
	 * @param took how long it took
	 * @param ended how many handlers have ended since the beginning
	 * @param now the time
	 */
	void answered(long took, long ended, long now) {
		if (this.answer == 0) {
			this.answer = took;
			this.since = now;
			this.counted = ended;
			return;
		}
		this.answer += (took - this.answer) / WEIGHT;
		long span = now - this.since;
		if (span >= SPAN) {
			this.rate += ((ended - this.counted) / (double) span - this.rate) / 2;
			this.since = now;
			this.counted = ended;
		}
	}

	/**
	 * How many handlers will end before an answer comes.
	 * @param ended how many have ended since the beginning
	 * @param permits how many may run
	 * @param now the time
	 */
	long ending(long ended, long permits, long now) {
		if (this.rate == 0) {
			return 0;
		}
		// They may all end in the next moment; but where none has for long, few will.
		double lately = (ended - this.counted + permits) / (double) Math.max(1, now - this.since);
		return Math.min(MOST * permits, (long) (Math.min(this.rate, lately) * this.answer * HEADROOM));
	}

}
