package dev.tappet.bench;

import java.time.Duration;

/**
 * The end of a run of those who listen to a channel: what has not come for a while does
 * not come any more.
 */
final class Listening {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private Listening() {
	}

	static long await(Handled handled, int messages) {
		return Handled.await(handled::count, messages, PATIENCE);
	}

}
