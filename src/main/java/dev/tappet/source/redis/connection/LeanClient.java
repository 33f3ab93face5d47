package dev.tappet.source.redis.connection;

import java.time.Duration;

import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnectionImpl;
import io.lettuce.core.pubsub.api.sync.RedisPubSubCommands;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

/**
 * A client whose connections have no commands that block. Nobody waits for Redis here,
 * and the classes for them, with some seven hundred methods each, would be made anew at
 * each start.
 */
final class LeanClient extends RedisClient {

	LeanClient(ClientResources resources) {
		super(resources, new RedisURI());
	}

	@Override
	protected <K, V> StatefulRedisConnectionImpl<K, V> newStatefulRedisConnection(RedisChannelWriter writer,
			PushHandler pushHandler, RedisCodec<K, V> codec, Duration timeout) {
		return new LeanConnection<>(writer, pushHandler, codec, timeout);
	}

	@Override
	protected <K, V> StatefulRedisPubSubConnectionImpl<K, V> newStatefulRedisPubSubConnection(
			PubSubEndpoint<K, V> endpoint, RedisChannelWriter writer, RedisCodec<K, V> codec, Duration timeout) {
		return new LeanPubSubConnection<>(endpoint, writer, codec, timeout);
	}

	private static final class LeanConnection<K, V> extends StatefulRedisConnectionImpl<K, V> {

		private LeanConnection(RedisChannelWriter writer, PushHandler pushHandler, RedisCodec<K, V> codec,
				Duration timeout) {
			super(writer, pushHandler, codec, timeout);
		}

		@Override
		protected @Nullable RedisCommands<K, V> newRedisSyncCommandsImpl() {
			return null;
		}

	}

	private static final class LeanPubSubConnection<K, V> extends StatefulRedisPubSubConnectionImpl<K, V> {

		private LeanPubSubConnection(PubSubEndpoint<K, V> endpoint, RedisChannelWriter writer, RedisCodec<K, V> codec,
				Duration timeout) {
			super(endpoint, writer, codec, timeout);
		}

		@Override
		protected @Nullable RedisPubSubCommands<K, V> newRedisSyncCommandsImpl() {
			return null;
		}

	}

}
