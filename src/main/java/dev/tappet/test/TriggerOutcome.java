package dev.tappet.test;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What became of a message whose handler was run by a {@link TriggerTester}.
 */
public sealed interface TriggerOutcome {

	/**
	 * What the handler threw.
	 * @return the exception, or {@code null} where it threw none: it returned, it ran too
	 * long, or it was not called
	 */
	@Nullable Throwable thrown();

	/**
	 * The handler returned: the message is acknowledged.
	 */
	record Completed() implements TriggerOutcome {

		@Override
		public @Nullable Throwable thrown() {
			return null;
		}

	}

	/**
	 * The message is tried again.
	 *
	 * @param delay how long after the failure; the jitter spreads delays around this one
	 * @param reason how the attempt failed
	 * @param thrown what the handler threw, or {@code null} where it ran too long
	 */
	record RetriedAfter(Duration delay, String reason, @Nullable Throwable thrown) implements TriggerOutcome {
	}

	/**
	 * The message goes to the dead letters.
	 *
	 * @param reason why, as the dead letter says it
	 * @param attempts how many attempts were made
	 * @param thrown what the handler threw, or {@code null} where it was not called or
	 * ran too long
	 */
	record DeadLettered(String reason, int attempts, @Nullable Throwable thrown) implements TriggerOutcome {
	}

}
