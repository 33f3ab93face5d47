package dev.tappet.source.redis.connection;

import io.lettuce.core.RedisConnectionException;

/**
 * No server of a cluster has the slot of a key.
 */
class UnservedException extends RedisConnectionException {

	UnservedException(String place) {
		super("no primary of " + place + " has the slot of the key");
	}

}
