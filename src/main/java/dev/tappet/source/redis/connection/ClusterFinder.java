package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import io.lettuce.core.RedisConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, whose nodes each say what they know of all. In passing one of them is asked,
 * each in turn; where that one knows something else, several are asked at once, and those
 * that are silent are not waited for.
 */
final class ClusterFinder implements Finder {

	private static final Duration EVERY = Duration.ofSeconds(1);

	/** How long to wait for the others after the first has answered. */
	private static final Duration OTHERS = Duration.ofMillis(300);

	/** How many are asked at once. */
	private static final int MOST = 8;

	private final Topology.Cluster cluster;

	private final Function<Node, CompletionStage<Session>> shared;

	private final AtomicInteger turn = new AtomicInteger();

	private volatile @Nullable Layout known;

	/**
	 * Makes the finder of a cluster.
	 * @param cluster where some of its nodes are
	 * @param shared the connection to each node
	 */
	ClusterFinder(Topology.Cluster cluster, Function<Node, CompletionStage<Session>> shared) {
		this.cluster = cluster;
		this.shared = shared;
	}

	@Override
	public CompletionStage<Layout> find() {
		Layout last = this.known;
		List<Node> primaries = new ArrayList<>((last != null) ? last.primaries() : this.cluster.nodes());
		Collections.shuffle(primaries);
		Set<Node> others = new LinkedHashSet<>((last != null) ? last.all() : List.of());
		others.addAll(this.cluster.nodes());
		List<Node> first = primaries.stream().limit(MOST).toList();
		first.forEach(others::remove);
		return ask(first)
			.handle((answers,
					failure) -> (failure == null) ? CompletableFuture.completedStage(answers)
							: others.isEmpty() ? CompletableFuture.<List<ClusterView>>failedStage(failure)
									: ask(List.copyOf(others)))
			.thenCompose(Function.identity())
			.thenApply((answers) -> {
				Layout found = ClusterView.together(answers);
				this.known = found;
				return found;
			});
	}

	@Override
	public CompletionStage<Boolean> holds(Layout layout) {
		List<Node> primaries = layout.primaries();
		Node next = primaries.get(Math.floorMod(this.turn.getAndIncrement(), primaries.size()));
		return ask(next).thenApply((view) -> ClusterView.together(List.of(view)).equals(layout));
	}

	/** Asks some, and answers what came in time; at least one answers, or it fails. */
	private CompletionStage<List<ClusterView>> ask(List<Node> nodes) {
		List<CompletableFuture<ClusterView>> asked = nodes.stream()
			.map((node) -> ask(node).toCompletableFuture())
			.toList();
		CompletableFuture<List<ClusterView>> result = new CompletableFuture<>();
		CompletableFuture<Void> all = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
		asked.forEach((one) -> one.thenRun(() -> all.copy()
			.completeOnTimeout(null, OTHERS.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((done, failure) -> result.complete(answered(asked)))));
		all.whenComplete((done, failure) -> {
			List<ClusterView> answers = answered(asked);
			if (!answers.isEmpty()) {
				result.complete(answers);
			}
			else {
				result.completeExceptionally((failure != null) ? Failures.unwrap(failure)
						: new RedisConnectionException("no node is known"));
			}
		});
		return result;
	}

	private static List<ClusterView> answered(List<CompletableFuture<ClusterView>> asked) {
		return asked.stream()
			.filter((one) -> one.isDone() && !one.isCompletedExceptionally())
			.map(CompletableFuture::join)
			.toList();
	}

	private CompletionStage<ClusterView> ask(Node node) {
		return Replies.ask(() -> this.shared.apply(node)
			.thenCompose((session) -> session.commands().clusterNodes())
			.thenApply((text) -> ClusterView.parse(text, node)));
	}

	@Override
	public Duration every() {
		Duration configured = this.cluster.refreshPeriod();
		return (configured != null) ? configured : EVERY;
	}

}
