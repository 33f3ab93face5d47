package dev.tappet.source.redis.poll;

import java.time.Duration;

/**
 * When the lease on one key is renewed, and when the next message is due as far as the
 * last pulse has told. Times are those of {@link System#nanoTime()}.
 */
final class PulseSchedule {

	private static final long INTERVAL = Duration.ofSeconds(2).toNanos();

	/** Pulses do not follow each other more closely, however much is put off. */
	private static final long SHORTEST = Duration.ofMillis(50).toNanos();

	private long pulseAt;

	private long lastPulse;

	/** Whether a message waits for its time, which is then {@link #dueAt}. */
	private boolean waiting;

	private long dueAt;

	PulseSchedule(long now) {
		this.pulseAt = now;
		this.lastPulse = now - INTERVAL;
	}

	void begun(long now) {
		this.pulseAt = now;
	}

	boolean isTime(long now) {
		return now - this.pulseAt >= 0;
	}

	void sent(long now) {
		this.lastPulse = now;
	}

	/**
	 * A pulse was answered.
	 * @param wait in how many ms the next message is due, or less than 0 where none waits
	 * @param sentAt when the pulse was sent
	 * @param answeredAt when it was answered
	 */
	void answered(long wait, long sentAt, long answeredAt) {
		this.waiting = wait >= 0;
		// Rounded up: what is asked for too early is not found.
		this.dueAt = answeredAt + Duration.ofMillis(wait + 1).toNanos();
		this.pulseAt = Beat.end(sentAt, INTERVAL);
	}

	/** A message that was put off may be due before the next pulse. */
	void lookSoon() {
		this.pulseAt = Beat.earlier(this.pulseAt, this.lastPulse + SHORTEST);
	}

	/** Whether a message has become due that was not known to be. */
	boolean becameDue(long now) {
		if (!this.waiting || now - this.dueAt < 0) {
			return false;
		}
		this.waiting = false;
		// When the one after that is due is not known yet.
		lookSoon();
		return true;
	}

	/**
	 * When there is something to be done next.
	 * @param reading whether what is due is of interest
	 */
	long wakeAt(boolean reading) {
		return (reading && this.waiting) ? Beat.earlier(this.pulseAt, this.dueAt) : this.pulseAt;
	}

}
