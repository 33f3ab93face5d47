package dev.tappet.source.redis.connection;

import io.lettuce.core.RedisConnectionException;

/**
 * A connection could not be made. Its message says why, and what to do.
 */
class RefusedException extends RedisConnectionException {

	private final Refusal refusal;

	RefusedException(Refusal refusal, String message, Throwable cause) {
		super(message, cause);
		this.refusal = refusal;
	}

	Refusal refusal() {
		return this.refusal;
	}

}
