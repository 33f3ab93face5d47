package dev.tappet.source.kafka.poll;

import java.time.Duration;

/**
 * How long polls and waits last.
 */
final class Pace {

	/** While something is expected soon that wakes nobody. */
	static final Duration SOON = Duration.ofMillis(20);

	static final Duration FIRST_WAIT = Duration.ofMillis(200);

	static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

	private static final Duration LONGEST_POLL = Duration.ofMillis(500);

	/** After so many failures in a row a consumer is not worth keeping. */
	private static final int PATIENCE = 5;

	private static final int DOUBLINGS = 5;

	private Pace() {
	}

	/**
	 * How long a poll may last that nothing ends.
	 * @param refused whether a commit that was refused is to be made again
	 * @param due in how many nanoseconds a record is due for its retry, or -1
	 */
	static Duration poll(boolean refused, long due) {
		Duration longest = refused ? SOON : LONGEST_POLL;
		return (due >= 0 && due < longest.toNanos()) ? Duration.ofNanos(due) : longest;
	}

	/** How many nanoseconds to wait when so many polls in a row have failed. */
	static long afterFailures(int failures) {
		return Math.min(LONGEST_WAIT.toNanos(), FIRST_WAIT.toNanos() << Math.min(failures, DOUBLINGS));
	}

	/** Whether a consumer goes on to be used. */
	static boolean isWorthKeeping(int failures) {
		return failures <= PATIENCE;
	}

}
