package dev.tappet.dispatch;

import java.time.Duration;

/**
 * How an attempt at a message ended.
 */
sealed interface Outcome {

	/**
	 * The handler returned.
	 */
	record Succeeded() implements Outcome {
	}

	/**
	 * The handler threw.
	 *
	 * @param thrown what it threw, an {@code Error} not excepted
	 */
	record Failed(Throwable thrown) implements Outcome {
	}

	/**
	 * The handler ran past its deadline.
	 *
	 * @param limit how long it was allowed to run
	 */
	record TimedOut(Duration limit) implements Outcome {
	}

	/**
	 * The message does not fit what the handler takes.
	 *
	 * @param reason why
	 */
	record Unbindable(String reason) implements Outcome {
	}

	/**
	 * Its workers were lost on every attempt that it has, this one not begun.
	 */
	record Spent() implements Outcome {
	}

}
