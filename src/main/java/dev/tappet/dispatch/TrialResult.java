package dev.tappet.dispatch;

import java.time.Duration;

import dev.tappet.handler.RejectMessage;
import org.jspecify.annotations.Nullable;

/**
 * What came of one call of a handler outside of its source.
 *
 * @param kind how it ended
 * @param took how long it took, binding included
 * @param thrown the class of what the handler threw, or {@code null} where it threw
 * nothing
 * @param message what is wrong, which may quote what was handled where the handler threw
 * it; {@code null} after a success
 * @param stack where it was thrown, or {@code null}
 */
public record TrialResult(Kind kind, Duration took, @Nullable String thrown, @Nullable String message,
		@Nullable String stack) {

	/**
	 * How a call ended.
	 */
	public enum Kind {

		/** The handler returned. */
		SUCCESS,

		/** The handler threw: the message would be tried again. */
		FAILURE,

		/** The handler threw that the message is not to be tried again. */
		REJECTED,

		/** The payload does not fit what the handler takes, so it was not called. */
		UNBINDABLE,

		/** The handler ran past its timeout and was interrupted. */
		TIMEOUT

	}

	static TrialResult of(Outcome outcome, Duration took) {
		return switch (outcome) {
			case Outcome.Succeeded() -> new TrialResult(Kind.SUCCESS, took, null, null, null);
			case Outcome.Failed(Throwable thrown) ->
				new TrialResult((thrown instanceof RejectMessage) ? Kind.REJECTED : Kind.FAILURE, took,
						thrown.getClass().getName(), Decision.describe(thrown), stack(thrown));
			case Outcome.TimedOut timedOut ->
				new TrialResult(Kind.TIMEOUT, took, null, Decision.describe(timedOut), null);
			case Outcome.Unbindable(String reason) -> new TrialResult(Kind.UNBINDABLE, took, null, reason, null);
			case Outcome.Spent() -> throw new IllegalStateException("a trial has no attempts");
		};
	}

	private static @Nullable String stack(Throwable thrown) {
		try {
			return StackTrace.of(thrown);
		}
		catch (Throwable ex) {
			// The exception cannot be printed: its own methods throw.
			return null;
		}
	}

}
