package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Growing waits between tries, which never end.
 */
public final class Backoff {

	private static final long FIRST = Duration.ofMillis(100).toNanos();

	private static final long LONGEST = Duration.ofSeconds(2).toNanos();

	private long next = FIRST;

	/** The next wait in nanoseconds, with a fifth of it drawn by chance. */
	public long next() {
		long wait = this.next;
		this.next = Math.min(LONGEST, wait * 2);
		return wait - ThreadLocalRandom.current().nextLong(wait / 5);
	}

	public void reset() {
		this.next = FIRST;
	}

}
