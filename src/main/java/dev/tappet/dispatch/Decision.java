package dev.tappet.dispatch;

import java.time.Duration;

import dev.tappet.handler.RejectMessage;
import dev.tappet.source.Printable;
import dev.tappet.source.Verdict;
import dev.tappet.trigger.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a message: a pure function of how its attempt ended.
 */
final class Decision {

	private Decision() {
	}

	/**
	 * The verdict on a message.
	 * @param outcome how the attempt ended
	 * @param attempt which attempt it was
	 * @param policy the trigger's retry policy
	 * @param chance a number from 0 to 1 for the jitter of a delay
	 * @return the verdict
	 */
	static Verdict on(Outcome outcome, int attempt, RetryPolicy policy, double chance) {
		return switch (outcome) {
			case Outcome.Succeeded() -> Verdict.COMPLETE;
			case Outcome.Unbindable(String reason) -> new Verdict.Bury(reason, attempt);
			case Outcome.Spent() -> new Verdict.Bury(
					"its worker was lost on each of %d attempts, before the handler ended".formatted(attempt - 1),
					attempt - 1);
			case Outcome.Failed(RejectMessage rejected) ->
				new Verdict.Bury(shortened("rejected: " + message(rejected)), attempt);
			case Outcome.Failed(Throwable thrown) -> again(describe(thrown), attempt, policy, chance);
			case Outcome.TimedOut(Duration limit) ->
				again("ran longer than " + describe(limit), attempt, policy, chance);
		};
	}

	private static Verdict again(String reason, int attempt, RetryPolicy policy, double chance) {
		return policy.allowsAfter(attempt) ? new Verdict.RetryAfter(policy.delayAfter(attempt, chance))
				: new Verdict.Bury(reason, attempt);
	}

	/** A failure in one line, for dead letters and endpoints. */
	static String describe(Throwable thrown) {
		String message = message(thrown);
		return shortened(
				(message != null) ? thrown.getClass().getName() + ": " + message : thrown.getClass().getName());
	}

	/** An exception is the user's: its own methods may throw. */
	private static @Nullable String message(Throwable thrown) {
		try {
			return thrown.getMessage();
		}
		catch (Throwable ex) {
			return "its message cannot be had, since that threw " + ex.getClass().getName();
		}
	}

	/** A handler's message may quote its payload, line breaks and all. */
	private static String shortened(String text) {
		return Printable.of(text, Printable.THROWN);
	}

	/** An outcome in one line. */
	static String describe(Outcome outcome) {
		return switch (outcome) {
			case Outcome.Succeeded() -> "succeeded";
			case Outcome.Failed(Throwable thrown) -> describe(thrown);
			case Outcome.TimedOut(Duration limit) -> "ran longer than " + describe(limit) + " and was interrupted";
			case Outcome.Unbindable(String reason) -> reason;
			case Outcome.Spent() -> "its worker was lost on every attempt";
		};
	}

	/** An outcome in one line, without the words of an exception: they may quote. */
	static String summarize(Outcome outcome) {
		return switch (outcome) {
			case Outcome.Failed(Throwable thrown) -> thrown.getClass().getName();
			case Outcome.Succeeded ended -> describe(ended);
			case Outcome.TimedOut ended -> describe(ended);
			case Outcome.Unbindable ended -> describe(ended);
			case Outcome.Spent ended -> describe(ended);
		};
	}

	static String describe(Duration duration) {
		return (duration.toMillis() < 1000 || duration.toMillis() % 1000 != 0) ? duration.toMillis() + " ms"
				: duration.toSeconds() + " s";
	}

}
