package dev.tappet.source.redis.connection;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;

/**
 * A connection that one caller has for itself, so that it can carry transactions.
 *
 * @param connection what is to be closed
 * @param commands those of the server that has the caller's key
 */
public record OwnConnection(StatefulConnection<byte[], byte[]> connection,
		RedisAsyncCommands<byte[], byte[]> commands) implements AutoCloseable {

	/**
	 * Sends commands that take effect together or not at all.
	 * @param sends sends them, and answers their replies
	 * @return the replies, in place of each that the server refused the refusal; or
	 * nothing where a watched key has changed
	 */
	public CompletionStage<Optional<List<Object>>> together(
			Function<RedisAsyncCommands<byte[], byte[]>, List<? extends CompletionStage<?>>> sends) {
		// Where a transaction is refused its commands must not run one by one.
		return this.commands.multi().thenCompose((begun) -> {
			List<? extends CompletionStage<?>> queued = sends.apply(this.commands);
			return this.commands.exec().handle((result, failure) -> {
				if (failure != null) {
					throw Failures.rethrow(firstFailure(queued).orElse(failure));
				}
				return result.wasDiscarded() ? Optional.empty() : Optional.of(result.stream().toList());
			});
		});
	}

	/** Says why a command was not queued, which the end of its transaction does not. */
	private static Optional<Throwable> firstFailure(List<? extends CompletionStage<?>> queued) {
		return queued.stream()
			.map(CompletionStage::toCompletableFuture)
			.filter((reply) -> reply.isCompletedExceptionally() && !reply.isCancelled())
			.map((reply) -> Failures.unwrap(reply.exceptionNow()))
			.filter(Failures::answered)
			.findFirst();
	}

	/** Closes the connection without waiting for it. */
	@Override
	public void close() {
		Session.close(this.connection);
	}

}
