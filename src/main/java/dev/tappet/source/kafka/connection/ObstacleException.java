package dev.tappet.source.kafka.connection;

/**
 * A client must not be made, for what it would meet. Its message says why, and what to
 * do.
 */
final class ObstacleException extends IllegalStateException {

	ObstacleException(String message) {
		super(message);
	}

}
