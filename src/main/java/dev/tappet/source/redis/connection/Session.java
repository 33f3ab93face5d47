package dev.tappet.source.redis.connection;

import java.util.concurrent.CompletionStage;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection as long as it lasts.
 *
 * @param node the server
 * @param connection the connection
 * @param commands its commands
 * @param tells whether the server tells when a watched key changes
 * @param clientId what the server calls the connection, or -1 where it does not say
 */
public record Session(Node node, StatefulConnection<byte[], byte[]> connection,
		RedisClusterAsyncCommands<byte[], byte[]> commands, boolean tells, long clientId) {

	private static final Logger logger = LoggerFactory.getLogger(Session.class);

	/** Closes the connection if a command on it has had no answer in time. */
	public void giveUpUnanswered(Throwable failure) {
		boolean dead = failure instanceof NoAnswerException || Failures.timedOut(failure);
		if (dead && this.connection.isOpen()) {
			close(this.connection);
		}
	}

	/** Closes a connection without waiting for it. */
	public static void close(StatefulConnection<?, ?> connection) {
		CompletionStage<Void> closing = connection.closeAsync();
		closing.whenComplete((done, failure) -> {
			if (failure != null) {
				logger.debug("A connection did not close cleanly", failure);
			}
		});
	}

}
