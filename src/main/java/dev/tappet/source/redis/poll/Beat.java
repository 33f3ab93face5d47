package dev.tappet.source.redis.poll;

import java.time.Duration;

/**
 * The beat to which idle keys look again. Times are those of {@link System#nanoTime()},
 * which may overflow.
 */
final class Beat {

	static final long STEP = Duration.ofMillis(500).toNanos();

	/** How long to wait for what is told and never comes. */
	static final long LONG = Duration.ofHours(1).toNanos();

	private Beat() {
	}

	/**
	 * The end of a wait, moved forward so that all keys wake together: many idle triggers
	 * then cost hardly more than one.
	 */
	static long end(long now, long wait) {
		long end = now + wait;
		return (wait < 2 * STEP) ? end : end - Math.floorMod(end, STEP);
	}

	static long earlier(long one, long other) {
		return (one - other < 0) ? one : other;
	}

}
