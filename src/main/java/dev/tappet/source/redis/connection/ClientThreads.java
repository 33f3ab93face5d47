package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that all connections share, as long as the service lives. Spring waits
 * without end for a destroy method that answers a future, and Lettuce's need not ever
 * complete; so they are ended here.
 *
 * @param resources the threads
 */
public record ClientThreads(ClientResources resources) implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ClientThreads.class);

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	@Override
	public void close() {
		boolean ended = this.resources.shutdown(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
			.awaitUninterruptibly(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		if (!ended) {
			logger.debug("The threads of Redis connections have not said within {} that they ended", PATIENCE);
		}
	}

}
