package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;

/**
 * A primary that Sentinels know. All of them are asked side by side, and whom they name
 * is asked whether it is one: after a failover some still name the old one. What they
 * announce is a reason to look at once.
 */
final class SentinelFinder implements Finder {

	/** How long the other Sentinels get, once one has answered. */
	private static final Duration GRACE = Duration.ofMillis(300);

	private final RedisConnector connector;

	private final Topology.Sentinel sentinels;

	private final Function<Node, CompletionStage<Session>> shared;

	private final Announcements announcements;

	/**
	 * What a Sentinel said.
	 *
	 * @param primary whom it named, or {@code null} where it knows none
	 * @param failure why it said nothing, or {@code null} where it did
	 */
	record Word(@Nullable Node primary, @Nullable Throwable failure) {
	}

	/**
	 * Asks nobody yet.
	 * @param connector opens connections to them
	 * @param sentinels where they are
	 * @param shared the connection to a server
	 * @param announced called when a failover is announced
	 */
	SentinelFinder(RedisConnector connector, Topology.Sentinel sentinels,
			Function<Node, CompletionStage<Session>> shared, Runnable announced) {
		this.connector = connector;
		this.sentinels = sentinels;
		this.shared = shared;
		this.announcements = new Announcements(connector, sentinels, announced);
	}

	@Override
	public CompletionStage<Layout> find() {
		this.announcements.listen();
		int majority = this.sentinels.nodes().size() / 2 + 1;
		Gathering<Word> gathering = new Gathering<>((some) -> some.stream().anyMatch((word) -> word.failure() == null),
				(some) -> votes(some).values().stream().anyMatch((count) -> count >= majority), GRACE);
		return gathering.of(this.sentinels.nodes().stream().map(this::ask).toList()).thenCompose(this::verify);
	}

	private CompletionStage<Word> ask(Node sentinel) {
		CommandArgs<String, String> question = new CommandArgs<>(StringCodec.UTF8).add("GET-MASTER-ADDR-BY-NAME")
			.add(this.sentinels.master());
		return Replies.ask(() -> this.connector.openSentinel(sentinel))
			.thenCompose((connection) -> connection.async()
				.dispatch(CommandType.SENTINEL, new ArrayOutput<>(StringCodec.UTF8), question)
				.whenComplete((address, failure) -> Session.close(connection)))
			.handle((address, failure) -> new Word(named(address),
					(failure != null) ? Failures.unwrap(failure) : null));
	}

	/** Reads a host and a port, or nothing where a Sentinel knows nobody. */
	static @Nullable Node named(@Nullable List<Object> address) {
		return (address != null && address.size() == 2)
				? new Node(String.valueOf(address.get(0)), Integer.parseInt(String.valueOf(address.get(1)))) : null;
	}

	/** How many name each. */
	static Map<Node, Integer> votes(List<Word> words) {
		Map<Node, Integer> votes = new LinkedHashMap<>();
		for (Word word : words) {
			if (word.primary() != null) {
				votes.merge(word.primary(), 1, Integer::sum);
			}
		}
		return votes;
	}

	/**
	 * Whom to ask, in this order: who was announced last, then those that more name.
	 * @param words what the Sentinels say
	 * @param announced who was announced last, or {@code null}
	 * @return those that at least one of them names
	 */
	static List<Node> candidates(List<Word> words, @Nullable Node announced) {
		Map<Node, Integer> votes = votes(words);
		List<Node> candidates = new ArrayList<>(votes.keySet());
		candidates.sort((one, other) -> {
			int named = Boolean.compare(other.equals(announced), one.equals(announced));
			return (named != 0) ? named : Integer.compare(votes.getOrDefault(other, 0), votes.getOrDefault(one, 0));
		});
		return candidates;
	}

	private CompletionStage<Layout> verify(List<Word> words) {
		List<Node> candidates = candidates(words, this.announcements.last());
		return candidates.isEmpty() ? CompletableFuture.failedStage(unknown(words)) : verify(candidates, List.of());
	}

	private CompletionStage<Layout> verify(List<Node> candidates, List<Answer> refused) {
		if (candidates.isEmpty()) {
			return CompletableFuture.failedStage(Answer.noneOf(refused));
		}
		Node node = candidates.getFirst();
		return role(node).thenCompose((answer) -> {
			if (answer.role() instanceof Role.Primary(long offset, List<Node> replicas, boolean said)) {
				return CompletableFuture.completedStage(Layout.of(node, sorted(replicas)));
			}
			if (answer.role() instanceof Role.Unknown) {
				// The Sentinels' word has to do.
				return CompletableFuture.completedStage(Layout.of(node, List.of()));
			}
			List<Answer> more = new ArrayList<>(refused);
			more.add(answer);
			return verify(candidates.subList(1, candidates.size()), more);
		});
	}

	/**
	 * They are named in the order in which they came, which is no change of the layout.
	 */
	private static List<Node> sorted(List<Node> nodes) {
		return nodes.stream().sorted(Comparator.comparing(Node::toString)).toList();
	}

	private CompletionStage<Answer> role(Node node) {
		return Replies.ask(() -> this.shared.apply(node))
			.thenCompose((session) -> Role.ask(session.commands()).whenComplete((role, failure) -> {
				if (failure != null) {
					session.giveUpUnanswered(Failures.unwrap(failure));
				}
			}))
			.handle((role, failure) -> new Answer(node, role, (failure != null) ? Failures.unwrap(failure) : null));
	}

	private RuntimeException unknown(Collection<Word> words) {
		for (Word word : words) {
			if (word.failure() == null) {
				return new NoPrimaryException("the Sentinels know no primary '" + this.sentinels.master() + "'");
			}
		}
		return words.stream()
			.map(Word::failure)
			.filter((failure) -> failure != null)
			.findFirst()
			.map(Failures::rethrow)
			.orElseGet(() -> new NoPrimaryException("no Sentinel is configured"));
	}

	@Override
	public Duration every() {
		return Duration.ofSeconds(5);
	}

	@Override
	public void close() {
		this.announcements.close();
	}

}
