package dev.tappet.source.redis.connection;

/**
 * There is no token to sign in with. Its message says why, without any secret.
 */
class TokenException extends RuntimeException {

	TokenException(String message) {
		super(message);
	}

}
