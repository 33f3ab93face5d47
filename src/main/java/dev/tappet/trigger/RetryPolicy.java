package dev.tappet.trigger;

import java.time.Duration;

/**
 * When a failed message is tried again.
 *
 * @param maxAttempts most attempts, the first included
 * @param initialDelay wait before the second attempt
 * @param multiplier growth of the wait from attempt to attempt
 * @param maxDelay longest wait
 * @param jitter share of the wait that is drawn by chance, so that failures do not return
 * in step
 */
public record RetryPolicy(int maxAttempts, Duration initialDelay, double multiplier, Duration maxDelay, double jitter) {

	/**
	 * Whether a message that failed on this attempt is tried again.
	 * @param attempt the attempt that failed, from 1
	 * @return whether another is left
	 */
	public boolean allowsAfter(int attempt) {
		return attempt < this.maxAttempts;
	}

	/**
	 * How long to wait after a failed attempt.
	 * @param attempt the attempt that failed, from 1
	 * @param chance a number from 0 to 1, which places the delay within the jitter
	 * @return the delay, at most {@code maxDelay}
	 */
	public Duration delayAfter(int attempt, double chance) {
		double longest = (double) this.maxDelay.toMillis();
		double grown = this.initialDelay.toMillis() * Math.pow(this.multiplier, Math.max(0, attempt - 1));
		double spread = Math.min(grown, longest) * (1 + this.jitter * (2 * chance - 1));
		return Duration.ofMillis(Math.round(Math.min(spread, longest)));
	}

}
