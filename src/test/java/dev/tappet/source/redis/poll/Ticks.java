package dev.tappet.source.redis.poll;

import java.time.Duration;

/**
 * Times as tests tick them. They start shortly before {@link System#nanoTime()} would
 * overflow, which nothing may depend on.
 */
final class Ticks {

	static final long START = Long.MAX_VALUE - Duration.ofMillis(700).toNanos();

	private Ticks() {
	}

	/** So many milliseconds after the start. */
	static long at(double millis) {
		return START + (long) (millis * 1_000_000);
	}

	static PollSettings settings(int count, int perDelivery, boolean strict) {
		return new PollSettings("trigger", "redis-stream", perDelivery, count, Duration.ofSeconds(30), strict, false);
	}

}
