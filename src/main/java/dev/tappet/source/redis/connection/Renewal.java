package dev.tappet.source.redis.connection;

import java.time.Duration;

/**
 * Says when to ask for the next token: well before the one at hand ends, and after a
 * failure with growing waits.
 */
final class Renewal {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(10);

	private static final int MOST_DOUBLINGS = 10;

	private Renewal() {
	}

	/**
	 * How long to wait with a token at hand. A service may answer with the same one until
	 * shortly before its end.
	 * @param lifetime how long the token lasts
	 */
	static Duration of(Duration lifetime) {
		Duration wait = lifetime.multipliedBy(3).dividedBy(4);
		return (wait.compareTo(SHORTEST) < 0) ? SHORTEST : wait;
	}

	/**
	 * How long to wait after failures.
	 * @param failures how many there were in a row, from 1
	 */
	static Duration afterFailures(int failures) {
		Duration wait = SHORTEST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
		return (wait.compareTo(LONGEST_AFTER_FAILURE) > 0) ? LONGEST_AFTER_FAILURE : wait;
	}

}
