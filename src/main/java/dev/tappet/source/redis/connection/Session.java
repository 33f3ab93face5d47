package dev.tappet.source.redis.connection;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * A connection as long as it lasts.
 *
 * @param connection the connection
 * @param commands its commands
 * @param tells whether the server tells when a watched key changes
 */
public record Session(StatefulConnection<byte[], byte[]> connection, RedisClusterAsyncCommands<byte[], byte[]> commands,
		boolean tells) {
}
