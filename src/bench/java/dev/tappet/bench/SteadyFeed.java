package dev.tappet.bench;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;

/**
 * Publishes messages at a steady rate, each stamped as it is sent.
 */
final class SteadyFeed implements AutoCloseable {

	/** What a message goes into. */
	enum Kind {

		STREAM, LIST, CHANNEL

	}

	private final Consumer<byte[]> sender;

	private final byte[] payload;

	private final Runnable end;

	/**
	 * Makes a feed.
	 * @param payload what is sent, with a stamp in front
	 * @param sender publishes
	 * @param end closes the sender
	 */
	SteadyFeed(byte[] payload, Consumer<byte[]> sender, Runnable end) {
		this.payload = payload;
		this.sender = sender;
		this.end = end;
	}

	static SteadyFeed redis(BenchRedis redis, Kind kind, String name, byte[] payload) {
		StatefulRedisConnection<byte[], byte[]> connection = redis.client().connect(ByteArrayCodec.INSTANCE);
		return new SteadyFeed(payload, sender(connection.async(), kind, KeyFeed.bytes(name)), connection::close);
	}

	private static Consumer<byte[]> sender(RedisAsyncCommands<byte[], byte[]> commands, Kind kind, byte[] name) {
		byte[] field = KeyFeed.bytes(KeyFeed.FIELD);
		return switch (kind) {
			case STREAM -> (body) -> sent(commands.xadd(name, field, body));
			case LIST -> (body) -> sent(commands.rpush(name, body));
			case CHANNEL -> (body) -> sent(commands.publish(name, body));
		};
	}

	private static void sent(RedisFuture<?> reply) {
		reply.exceptionally((failure) -> {
			System.err.println("not sent: " + failure);
			return null;
		});
	}

	/** Sends messages; where it falls behind it catches up. */
	void send(int messages, int perSecond) {
		long interval = 1_000_000_000L / perSecond;
		long next = System.nanoTime();
		for (int i = 0; i < messages; i++) {
			for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
				LockSupport.parkNanos(wait);
			}
			this.sender.accept(Delays.stamp(this.payload));
			next += interval;
		}
	}

	@Override
	public void close() {
		this.end.run();
	}

}
