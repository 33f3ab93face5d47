package dev.tappet.source.redis.lease;

import dev.tappet.source.redis.connection.Redis;
import dev.tappet.source.redis.connection.RedisServer;

/**
 * This instance at one Redis.
 *
 * @param redis the Redis
 * @param worker this instance
 * @param heartbeat keeps its leases there
 * @param lookout looks at its keys there
 */
public record Member(Redis redis, Worker worker, Heartbeat heartbeat, Lookout lookout) {

	/** Makes the member of a Redis that was not connected to yet. */
	public static Member of(Redis redis, Worker worker) {
		return new Member(redis, worker, new Heartbeat(worker.threads()), new Lookout(redis, worker.threads()));
	}

	/** The server that has a key. */
	public RedisServer serverOf(String key) {
		return this.redis.serverOf(key);
	}

	boolean clustered() {
		return this.redis.clustered();
	}

}
