package dev.tappet.source.redis.pubsub;

import java.time.Duration;

/**
 * Whether a server answers all the time. It is asked every second, so one that has not
 * answered for longer was away.
 */
final class Pulse {

	static final Duration EVERY = Duration.ofSeconds(1);

	private static final long LONG = EVERY.plusMillis(500).toNanos();

	/** For how long a silence is remembered: until everybody knows what came of it. */
	private static final long LATELY = Duration.ofSeconds(10).toNanos();

	private long answered;

	/** When that was asked which was answered last. */
	private long asked;

	private boolean faltered;

	private long falteredAt;

	/**
	 * Begins with an answer.
	 * @param now the time, in nanoseconds
	 */
	Pulse(long now) {
		this.answered = now;
		this.asked = now;
	}

	/**
	 * The server has answered.
	 * @param asked when it was asked
	 * @param now when the answer came
	 */
	synchronized void answered(long asked, long now) {
		if (now - this.answered > LONG) {
			this.faltered = true;
			this.falteredAt = now;
		}
		this.answered = now;
		this.asked = asked;
	}

	/** An answer comes after all that the server had told when it was asked. */
	synchronized long heardUntil() {
		return this.asked;
	}

	/** Whether it does not answer, or did not for a while that is just over. */
	synchronized boolean falters(long now) {
		return now - this.answered > LONG || (this.faltered && now - this.falteredAt < LATELY);
	}

}
