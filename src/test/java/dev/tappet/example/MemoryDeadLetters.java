package dev.tappet.example;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Edit;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters that a queue in memory keeps.
 *
 * @param queue the queue
 */
record MemoryDeadLetters(MemoryQueue queue) implements DeadLetters {

	@Override
	public CompletionStage<Long> count() {
		return ask(this.queue::deadLetters);
	}

	@Override
	public CompletionStage<List<DeadLetter>> list(int most, @Nullable String before) {
		return ask(() -> this.queue.deadLetters(most, before));
	}

	@Override
	public CompletionStage<Integer> replay(Collection<String> ids) {
		return ask(() -> this.queue.replay(ids, MemoryDeadLetters::body));
	}

	@Override
	public CompletionStage<Integer> replay(String id, Edit edit) {
		return ask(() -> {
			byte[] body = edit.body();
			return this.queue.replay(List.of(id), (letter) -> body);
		});
	}

	@Override
	public CompletionStage<Integer> delete(Collection<String> ids) {
		return ask(() -> this.queue.removeDeadLetters(ids).size());
	}

	private static byte[] body(DeadLetter letter) {
		return ((MemoryMessage) letter.original()).body();
	}

	/** Memory answers at once, and a failure is an answer too. */
	static <T extends @Nullable Object> CompletionStage<T> ask(Supplier<T> question) {
		return CompletableFuture.supplyAsync(question, Runnable::run);
	}

}
