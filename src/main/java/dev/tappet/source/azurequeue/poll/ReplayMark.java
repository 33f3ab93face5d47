package dev.tappet.source.azurequeue.poll;

import java.time.Duration;
import java.time.Instant;

/**
 * Marks a message that came back from the dead letters. A message has a body and no
 * headers, and the body is to be what its producer wrote: so the mark is how long the
 * message lasts, some 63 years, to the second.
 */
final class ReplayMark {

	/** The most that the client can ask for is 2,147,483,647. */
	static final long SECONDS = 1_999_999_973;

	private ReplayMark() {
	}

	static boolean isOn(Instant insertedOn, Instant expiresOn) {
		return Duration.between(insertedOn, expiresOn).getSeconds() == SECONDS;
	}

}
