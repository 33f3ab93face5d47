package dev.tappet.bench;

import java.io.IOException;
import java.util.List;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;

/**
 * Keeps what it takes: one script moves a batch aside, another removes it when it is
 * done. The removal and the next batch are asked for together.
 */
final class TwoScriptLoop implements Candidate {

	private static final String TAKE = """
			local batch = redis.call('LPOP', KEYS[1], ARGV[1])
			if not batch then return {} end
			redis.call('RPUSH', KEYS[2], unpack(batch))
			return batch
			""";

	private static final String REMOVE = "return redis.call('DEL', KEYS[1])";

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private final RedisAsyncCommands<byte[], byte[]> commands;

	private final String key;

	private final byte[] count;

	private final Handled handled;

	private final String take;

	private final String remove;

	private long batches;

	TwoScriptLoop(BenchRedis redis, String key, int count, Handled handled) {
		this.connection = redis.client().connect(ByteArrayCodec.INSTANCE);
		this.commands = this.connection.async();
		this.key = key;
		this.count = KeyFeed.bytes(String.valueOf(count));
		this.handled = handled;
		this.take = this.connection.sync().scriptLoad(TAKE);
		this.remove = this.connection.sync().scriptLoad(REMOVE);
	}

	@Override
	public long run(int messages) throws Exception {
		RedisFuture<Long> removed;
		byte[] aside = nextName();
		RedisFuture<List<byte[]>> taking = take(aside);
		int done = 0;
		do {
			List<byte[]> batch = taking.get();
			if (batch.isEmpty()) {
				throw new IOException("the list is empty after " + done + " messages");
			}
			batch.forEach(this.handled::accept);
			done += batch.size();
			removed = this.commands.evalsha(this.remove, ScriptOutputType.INTEGER, aside);
			if (done < messages) {
				aside = nextName();
				taking = take(aside);
			}
		}
		while (done < messages);
		removed.get();
		return System.nanoTime();
	}

	private RedisFuture<List<byte[]>> take(byte[] aside) {
		return this.commands.evalsha(this.take, ScriptOutputType.MULTI, new byte[][] { KeyFeed.bytes(this.key), aside },
				this.count);
	}

	private byte[] nextName() {
		this.batches++;
		return KeyFeed.bytes(this.key + ":batch:" + this.batches);
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
