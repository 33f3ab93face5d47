package dev.tappet.bench;

import java.util.List;

import io.lettuce.core.Consumer;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;

/**
 * Polls as Azure's trigger for Redis streams does: read ten, handle, acknowledge, sleep
 * the interval.
 */
final class IntervalPolling implements Candidate {

	private static final int COUNT = 10;

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private final byte[] key;

	private final byte[] group = KeyFeed.bytes(KeyFeed.GROUP);

	private final long interval;

	private final Handled handled;

	IntervalPolling(BenchRedis redis, String key, long interval, Handled handled) {
		this.connection = redis.client().connect(ByteArrayCodec.INSTANCE);
		this.key = KeyFeed.bytes(key);
		this.interval = interval;
		this.handled = handled;
	}

	@Override
	public long run(int messages) throws InterruptedException {
		RedisCommands<byte[], byte[]> commands = this.connection.sync();
		for (int done = 0; done < messages;) {
			@SuppressWarnings("unchecked") // Lettuce takes the streams as an array of
											// generics
			List<StreamMessage<byte[], byte[]>> batch = commands.xreadgroup(Consumer.from(this.group, this.group),
					XReadArgs.Builder.count(COUNT), XReadArgs.StreamOffset.lastConsumed(this.key));
			for (StreamMessage<byte[], byte[]> message : batch) {
				this.handled.accept(message.getBody().values().iterator().next());
			}
			commands.xack(this.key, this.group, batch.stream().map(StreamMessage::getId).toArray(String[]::new));
			done += batch.size();
			Thread.sleep(this.interval);
		}
		return System.nanoTime();
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
