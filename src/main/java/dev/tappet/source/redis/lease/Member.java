package dev.tappet.source.redis.lease;

import dev.tappet.source.redis.connection.RedisServer;

/**
 * This instance at one Redis.
 *
 * @param server the Redis
 * @param worker this instance
 * @param heartbeat keeps its leases there
 * @param lookout looks at its keys there
 */
public record Member(RedisServer server, Worker worker, Heartbeat heartbeat, Lookout lookout) {

	/** Makes the member of a Redis that was not connected to yet. */
	public static Member of(RedisServer server, Worker worker) {
		return new Member(server, worker, new Heartbeat(server, worker.threads()),
				new Lookout(server, worker.threads()));
	}

}
