package dev.tappet.source.redis.pubsub;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.source.redis.lease.DeadLetterFields;

/**
 * Writes the dead letters of a subscriber.
 *
 * @param trigger the trigger's name
 * @param server where they are written
 * @param key the stream that they are written to
 * @param clock for the time of each
 */
record LetterWriter(String trigger, RedisServer server, String key, Clock clock) {

	/** Writes one; whatever is thrown fails the reply, and not the call. */
	CompletionStage<?> write(Letter letter) {
		try {
			byte[] stream = Script.bytes(this.key);
			List<byte[]> fields = DeadLetterFields.of(letter.message(), this.trigger, letter.message().channel(),
					letter.verdict().attempts(), letter.verdict().reason(), this.clock);
			return this.server.commands()
				.xadd(stream, (Object[]) fields.toArray(byte[][]::new))
				.thenAccept((id) -> this.server.wakeups().changed(stream));
		}
		catch (Throwable ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

}
