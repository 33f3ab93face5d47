package dev.tappet.source.redis.connection;

import java.time.Duration;

import io.lettuce.core.RedisConnectionException;

/**
 * No reply came in time, so nothing is known of what the server did.
 */
class NoAnswerException extends RedisConnectionException {

	NoAnswerException(Duration patience, Throwable cause) {
		super("no answer within " + patience.toSeconds() + " s", cause);
	}

}
