package dev.tappet.source.azurequeue.poll;

import java.time.Duration;

/**
 * How long to wait before a step is tried again.
 */
final class SettlePace {

	private static final Duration FIRST = Duration.ofMillis(100);

	private static final Duration LONGEST = Duration.ofSeconds(2);

	private static final int DOUBLINGS = 5;

	private SettlePace() {
	}

	/** How many nanoseconds to wait when so many tries have failed before. */
	static long afterFailures(int failures) {
		return Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(failures, DOUBLINGS));
	}

}
