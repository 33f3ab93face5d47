package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import io.lettuce.core.RedisConnectionException;

/**
 * A primary and its replicas at fixed places, told apart by what each says that it is.
 *
 * @param nodes all of them
 * @param shared the connection to each
 */
record RoleFinder(List<Node> nodes, Function<Node, CompletionStage<Session>> shared) implements Finder {

	@Override
	public CompletionStage<Layout> find() {
		CompletionStage<List<Node>> primaries = CompletableFuture.completedStage(List.of());
		for (Node node : this.nodes) {
			CompletionStage<Boolean> primary = isPrimary(node);
			primaries = primaries.thenCombine(primary, (some, is) -> is ? with(some, node) : some);
		}
		return primaries.thenApply((found) -> {
			if (found.isEmpty()) {
				throw new RedisConnectionException("none of " + this.nodes + " is a primary");
			}
			Node primary = found.getFirst();
			return Layout.of(primary, this.nodes.stream().filter((node) -> !node.equals(primary)).toList());
		});
	}

	private CompletionStage<Boolean> isPrimary(Node node) {
		return this.shared.apply(node)
			.thenCompose((session) -> session.commands().role())
			.handle((role, failure) -> role != null && "master".equals(Replies.text(role.getFirst())));
	}

	private static List<Node> with(List<Node> some, Node another) {
		List<Node> all = new ArrayList<>(some);
		all.add(another);
		return all;
	}

	@Override
	public Duration every() {
		return Duration.ofSeconds(1);
	}

}
