package dev.tappet.source.azurequeue.poll;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a message is to be invisible. The service counts whole seconds, seven days at
 * most, and refuses what goes past the message's expiry.
 */
final class Visibility {

	static final Duration LONGEST = Duration.ofDays(7);

	private Visibility() {
	}

	/** A time in whole seconds: a message is never visible too early. */
	static Duration wholeSeconds(Duration time) {
		return Duration.ofSeconds(time.getSeconds() + ((time.getNano() > 0) ? 1 : 0));
	}

	/**
	 * What to ask the service for.
	 * @param wanted how long the message should be invisible
	 * @param now the time
	 * @param expiry when the message expires
	 * @return whole seconds, never past the expiry
	 */
	static Duration clipped(Duration wanted, Instant now, Instant expiry) {
		Duration whole = wholeSeconds(wanted.isNegative() ? Duration.ZERO : wanted);
		Duration left = Duration.ofSeconds(Math.max(0, Duration.between(now, expiry).getSeconds()));
		Duration allowed = (left.compareTo(LONGEST) < 0) ? left : LONGEST;
		return (whole.compareTo(allowed) < 0) ? whole : allowed;
	}

}
