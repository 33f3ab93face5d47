package dev.tappet.bench;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/**
 * Handles messages where they arrive, on the thread that reads the connection.
 */
final class LettuceListener implements Candidate {

	private final StatefulRedisPubSubConnection<byte[], byte[]> connection;

	private final byte[] channel;

	private final Handled handled;

	LettuceListener(BenchRedis redis, String channel, Handled handled) {
		this(redis.client().connectPubSub(ByteArrayCodec.INSTANCE), channel, handled);
	}

	LettuceListener(StatefulRedisPubSubConnection<byte[], byte[]> connection, String channel, Handled handled) {
		this.connection = connection;
		this.channel = KeyFeed.bytes(channel);
		this.handled = handled;
		this.connection.addListener(new RedisPubSubAdapter<>() {

			@Override
			public void message(byte[] from, byte[] message) {
				LettuceListener.this.handled.accept(message);
			}

		});
	}

	@Override
	public void prepare() {
		this.connection.sync().subscribe(this.channel);
	}

	@Override
	public long run(int messages) {
		return Listening.await(this.handled, messages);
	}

	@Override
	public void rest() {
		this.connection.sync().unsubscribe(this.channel);
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
