package dev.tappet.source.azurequeue.poll;

import java.util.concurrent.CompletableFuture;

import dev.tappet.source.azurequeue.connection.StorageQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the service answers to those who ask from outside.
 */
final class Answers {

	private Answers() {
	}

	/** An answer whose failure is told by its remedy. */
	static <T extends @Nullable Object> CompletableFuture<T> explained(StorageQueue queue,
			CompletableFuture<T> answer) {
		return answer.exceptionallyCompose(
				(failure) -> CompletableFuture.failedFuture(new IllegalStateException(queue.refusal(failure).text())));
	}

}
