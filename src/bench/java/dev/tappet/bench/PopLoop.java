package dev.tappet.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.lettuce.core.KeyValue;
import io.lettuce.core.LMPopArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;

/**
 * Pops batches off a list and handles them: what was popped is gone if the process dies.
 */
final class PopLoop implements Candidate {

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private final byte[] key;

	private final int count;

	private final Duration block;

	private final Handled handled;

	PopLoop(BenchRedis redis, String key, int count, Duration block, Handled handled) {
		this.connection = redis.client().connect(ByteArrayCodec.INSTANCE);
		this.key = KeyFeed.bytes(key);
		this.count = count;
		this.block = block;
		this.handled = handled;
	}

	@Override
	public long run(int messages) throws Exception {
		for (int done = 0; done < messages;) {
			KeyValue<byte[], List<byte[]>> batch = pop();
			if (batch != null && batch.hasValue()) {
				batch.getValue().forEach(this.handled::accept);
				done += batch.getValue().size();
			}
			else if (this.block.isZero()) {
				throw new IOException("the list is empty after " + done + " messages");
			}
		}
		return System.nanoTime();
	}

	private KeyValue<byte[], List<byte[]>> pop() {
		LMPopArgs args = LMPopArgs.Builder.left().count(this.count);
		return this.block.isZero() ? this.connection.sync().lmpop(args, this.key)
				: this.connection.sync().blmpop(this.block.toSeconds(), args, this.key);
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
