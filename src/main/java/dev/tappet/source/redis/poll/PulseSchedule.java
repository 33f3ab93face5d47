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

	/** How long the lease is kept after it was needed last. */
	private static final long LINGER = Duration.ofSeconds(2).toNanos();

	private long pulseAt;

	private long neededUntil;

	private boolean resting;

	private long lastPulse;

	/** Whether a message waits for its time, which is then {@link #dueAt}. */
	private boolean waiting;

	private long dueAt;

	PulseSchedule(long now) {
		this.pulseAt = now;
		this.lastPulse = now - INTERVAL;
		this.neededUntil = now + LINGER;
	}

	void begun(long now) {
		this.pulseAt = now;
		needed(now);
	}

	/** The lease is needed now, for something is held or read. */
	void active(long now) {
		if (this.resting) {
			this.pulseAt = now;
		}
		needed(now);
	}

	private void needed(long now) {
		this.resting = false;
		this.neededUntil = now + LINGER;
	}

	boolean isTime(long now) {
		return !this.resting && now - this.pulseAt >= 0;
	}

	/** Whether to give the lease up now, for it was not needed for a while. */
	boolean rests(long now) {
		boolean rests = !this.resting && !this.waiting && now - this.neededUntil >= 0;
		this.resting |= rests;
		return rests;
	}

	/** Whether the lease was given up. */
	boolean isResting() {
		return this.resting;
	}

	void sent(long now) {
		this.lastPulse = now;
		this.pulseAt = Beat.end(now, INTERVAL);
	}

	/** Somebody else has seen in how many ms the next message is due. */
	void told(long wait, long now) {
		long tells = now + Duration.ofMillis(wait + 1).toNanos();
		this.dueAt = this.waiting ? Beat.earlier(this.dueAt, tells) : tells;
		this.waiting = true;
		active(now);
	}

	/**
	 * A pulse was answered.
	 * @param wait in how many ms the next message is due, or less than 0 where none waits
	 * @param answeredAt when it was answered
	 */
	void answered(long wait, long answeredAt) {
		this.waiting = wait >= 0;
		// Rounded up: what is asked for too early is not found.
		this.dueAt = answeredAt + Duration.ofMillis(wait + 1).toNanos();
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
	 * @param now the time
	 */
	long wakeAt(boolean reading, long now) {
		long next = this.resting ? now + Beat.LONG : this.pulseAt;
		if (this.waiting) {
			return reading ? Beat.earlier(next, this.dueAt) : next;
		}
		return this.resting ? next : Beat.earlier(next, this.neededUntil);
	}

}
