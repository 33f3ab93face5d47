package dev.tappet.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The loop that one writes oneself: XREADGROUP, handle, one XACK for the batch, strictly
 * one after the other or with the next read under way meanwhile.
 */
final class StreamLoop implements Candidate {

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private final RedisAsyncCommands<byte[], byte[]> commands;

	private final byte[] key;

	private final byte[] group = KeyFeed.bytes(KeyFeed.GROUP);

	private final int count;

	private final boolean readAhead;

	private final Duration block;

	private final Consumer<byte[]> handler;

	StreamLoop(BenchRedis redis, String key, int count, boolean readAhead, Duration block, Consumer<byte[]> handler) {
		this.connection = redis.client().connect(ByteArrayCodec.INSTANCE);
		this.commands = this.connection.async();
		this.key = KeyFeed.bytes(key);
		this.count = count;
		this.readAhead = readAhead;
		this.block = block;
		this.handler = handler;
	}

	/** Reads the payload as JSON first. */
	static Consumer<byte[]> json(Handled handled) {
		ObjectReader reader = JsonMapper.builder().build().readerFor(Payloads.Order.class);
		return (payload) -> handled.accept(reader.<Payloads.Order>readValue(payload));
	}

	@Override
	public long run(int messages) throws Exception {
		int done = 0;
		RedisFuture<Long> acknowledged = null;
		RedisFuture<List<StreamMessage<byte[], byte[]>>> next = read();
		while (done < messages) {
			List<StreamMessage<byte[], byte[]>> batch = next.get();
			if (this.readAhead) {
				next = read();
			}
			if (batch.isEmpty() && this.block.isZero()) {
				throw new IOException("the stream is empty after " + done + " messages");
			}
			done += batch.size();
			RedisFuture<Long> before = acknowledged;
			acknowledged = batch.isEmpty() ? acknowledged : acknowledge(batch);
			if (this.readAhead) {
				await(before);
			}
			else {
				await(acknowledged);
				next = (done < messages) ? read() : next;
			}
		}
		await(acknowledged);
		long end = System.nanoTime();
		next.get();
		return end;
	}

	@SuppressWarnings("unchecked") // Lettuce takes the streams as an array of generics
	private RedisFuture<List<StreamMessage<byte[], byte[]>>> read() {
		XReadArgs args = XReadArgs.Builder.count(this.count);
		if (!this.block.isZero()) {
			args.block(this.block);
		}
		return this.commands.xreadgroup(io.lettuce.core.Consumer.from(this.group, this.group), args,
				XReadArgs.StreamOffset.lastConsumed(this.key));
	}

	private RedisFuture<Long> acknowledge(List<StreamMessage<byte[], byte[]>> batch) {
		String[] ids = new String[batch.size()];
		for (int i = 0; i < ids.length; i++) {
			StreamMessage<byte[], byte[]> message = batch.get(i);
			this.handler.accept(message.getBody().values().iterator().next());
			ids[i] = message.getId();
		}
		return this.commands.xack(this.key, this.group, ids);
	}

	private static void await(@Nullable RedisFuture<Long> reply) throws Exception {
		if (reply != null) {
			reply.get();
		}
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
