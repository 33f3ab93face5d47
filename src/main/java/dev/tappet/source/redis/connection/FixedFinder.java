package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;

/**
 * One server at a place that does not change.
 *
 * @param layout the server
 */
record FixedFinder(Layout layout) implements Finder {

	FixedFinder(Node node) {
		this(Layout.of(node, List.of()));
	}

	@Override
	public Layout fixed() {
		return this.layout;
	}

	@Override
	public CompletionStage<Layout> find() {
		return CompletableFuture.completedStage(this.layout);
	}

	@Override
	public Duration every() {
		return Duration.ofDays(1);
	}

}
