package dev.tappet.source.redis.connection;

import io.lettuce.core.RedisConnectionException;

/**
 * Servers answer, and none of them takes writes.
 */
class NoPrimaryException extends RedisConnectionException {

	NoPrimaryException(String message) {
		super(message);
	}

}
