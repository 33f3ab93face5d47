package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;

/**
 * A primary that Sentinels know.
 *
 * @param connector opens the connection to them
 * @param sentinels where they are
 */
record SentinelFinder(RedisConnector connector, Topology.Sentinel sentinels) implements Finder {

	@Override
	public CompletionStage<Layout> find() {
		return this.connector.askSentinels(this.sentinels).thenApply((primary) -> Layout.of(primary, List.of()));
	}

	@Override
	public Duration every() {
		return Duration.ofSeconds(10);
	}

}
