package dev.tappet.source.redis.pubsub;

import java.time.Duration;

/**
 * Whether an instance hears what is published, and so can lead. After an interruption it
 * waits a while: those that have heard on, or again for longer, know more. Times are
 * those of {@link System#nanoTime()}. Used under its owner's lock.
 */
final class Readiness {

	/** How long the lead is left to others after an interruption. */
	static final long AFTER_OTHERS = Duration.ofMillis(1200).toNanos();

	private boolean hears;

	private boolean again;

	private long since;

	/** The subscription stands, for the first time, still or again. */
	void hears(long now) {
		if (!this.hears) {
			this.hears = true;
			this.since = now;
		}
	}

	/** The subscription does not stand any more, if it did. */
	void hearsNothing() {
		this.again |= this.hears;
		this.hears = false;
	}

	/** How long it is until this instance can lead, or 0 where it can. */
	long in(long now) {
		if (!this.hears) {
			return Long.MAX_VALUE;
		}
		return this.again ? Math.max(0, this.since + AFTER_OTHERS - now) : 0;
	}

}
