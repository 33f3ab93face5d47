package dev.tappet.operate;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Waits for what brokers answer, on the thread of a request.
 */
final class Answers {

	/** What a request waits for one answer at most. */
	static final Duration PATIENCE = Duration.ofSeconds(10);

	private Answers() {
	}

	/**
	 * Waits.
	 * @param answer what is to come
	 * @param <T> what it is
	 * @return the answer
	 * @throws UnansweredException with the reason, where none comes
	 */
	static <T> T await(CompletionStage<T> answer) {
		try {
			return answer.toCompletableFuture().copy().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
		}
		catch (CompletionException | CancellationException ex) {
			throw new UnansweredException(ex);
		}
	}

	/**
	 * A broker could not be asked.
	 */
	static final class UnansweredException extends RuntimeException {

		UnansweredException(Throwable cause) {
			super(FailureText.of(cause), cause);
		}

		/** Whether what was asked for cannot be. */
		boolean isMistake() {
			Throwable cause = this;
			while (cause.getCause() != null) {
				cause = cause.getCause();
			}
			return cause instanceof IllegalArgumentException;
		}

		/** Why, in one line. */
		String reason() {
			return String.valueOf(getMessage());
		}

	}

}
