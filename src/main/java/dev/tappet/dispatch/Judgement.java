package dev.tappet.dispatch;

import dev.tappet.source.Verdict;
import dev.tappet.trigger.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a message of a tried call would have come to.
 *
 * @param verdict what its source would have been told; a delay is the one in the middle
 * of its jitter
 * @param ending how the attempt ended, in one line that may quote the payload
 * @param thrown what the handler threw, the cause where a part of a batch failed, or
 * {@code null} where it threw nothing
 */
public record Judgement(Verdict verdict, String ending, @Nullable Throwable thrown) {

	private static final double MIDDLE = 0.5;

	static Judgement of(Outcome outcome, int attempt, RetryPolicy policy) {
		return new Judgement(Decision.on(outcome, attempt, policy, MIDDLE), Decision.describe(outcome),
				(outcome instanceof Outcome.Failed(Throwable thrown)) ? thrown : null);
	}

}
