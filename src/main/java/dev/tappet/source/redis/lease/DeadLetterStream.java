package dev.tappet.source.redis.lease;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.redis.connection.RedisServer;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters in a stream.
 *
 * @param server where it is
 * @param key its name
 */
@SuppressWarnings("ArrayRecordComponent")
public record DeadLetterStream(RedisServer server, byte[] key) implements DeadLetters {

	@Override
	public CompletionStage<Long> count() {
		return this.server.commands().xlen(this.key);
	}

	@Override
	public CompletionStage<List<DeadLetter>> list(int most, @Nullable String before) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Integer> replay(Collection<String> ids) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Integer> delete(Collection<String> ids) {
		throw new UnsupportedOperationException();
	}

}
