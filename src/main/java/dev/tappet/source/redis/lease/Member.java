package dev.tappet.source.redis.lease;

import dev.tappet.source.redis.connection.RedisServer;

/**
 * This instance at one Redis.
 *
 * @param server the Redis
 * @param worker this instance
 * @param heartbeat keeps its leases there
 */
public record Member(RedisServer server, Worker worker, Heartbeat heartbeat) {
}
