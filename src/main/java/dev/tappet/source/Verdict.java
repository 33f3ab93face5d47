package dev.tappet.source;

import java.time.Duration;

/**
 * The decision on a message.
 */
public sealed interface Verdict {

	/** The message is done. */
	Verdict COMPLETE = new Complete();

	/** The message goes back at once, as if this attempt had not been. */
	Verdict RELEASE = new Release();

	/**
	 * The message is done: acknowledge it.
	 */
	record Complete() implements Verdict {
	}

	/**
	 * The message goes back, unstarted: whoever is alive may take it now.
	 */
	record Release() implements Verdict {
	}

	/**
	 * The message is tried again later.
	 *
	 * @param delay how long from now
	 */
	record RetryAfter(Duration delay) implements Verdict {
	}

	/**
	 * The message goes to the dead letters.
	 *
	 * @param reason why, for whoever reads them
	 * @param attempts how many were made
	 */
	record Bury(String reason, int attempts) implements Verdict {
	}

}
