package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A primary and its replicas at fixed places, told apart by what each says that it is.
 */
final class RoleFinder implements Finder {

	private static final Logger logger = LoggerFactory.getLogger(RoleFinder.class);

	/** How long the others get, once one has said that it is the primary. */
	private static final Duration GRACE = Duration.ofMillis(300);

	private final List<Node> nodes;

	private final Function<Node, CompletionStage<Session>> shared;

	private volatile @Nullable Node last;

	private volatile boolean disputed;

	/** What was said last of what is odd, so that it is said once. */
	private volatile String odd = "";

	/**
	 * Asks nobody yet.
	 * @param nodes all servers
	 * @param shared the connection to each
	 */
	RoleFinder(List<Node> nodes, Function<Node, CompletionStage<Session>> shared) {
		this.nodes = nodes;
		this.shared = shared;
	}

	@Override
	public CompletionStage<Layout> find() {
		Gathering<Answer> gathering = new Gathering<>((some) -> some.stream().anyMatch(Answer::isPrimary),
				(some) -> false, GRACE);
		return gathering.of(this.nodes.stream().map(this::ask).toList()).thenApply(this::layout);
	}

	private CompletionStage<Answer> ask(Node node) {
		return Replies.ask(() -> this.shared.apply(node))
			.thenCompose((session) -> Role.ask(session.commands()).whenComplete((role, failure) -> {
				if (failure != null) {
					// One that is frozen is told from one that is busy by its silence.
					session.giveUpUnanswered(Failures.unwrap(failure));
				}
			}))
			.handle((role, failure) -> new Answer(node, role, (failure != null) ? Failures.unwrap(failure) : null));
	}

	private Layout layout(List<Answer> answers) {
		Answer primary = Answer.primaryOf(answers, this.last);
		if (primary == null) {
			throw Answer.noneOf(answers);
		}
		this.disputed = answers.stream().filter(Answer::isPrimary).count() > 1;
		tell(oddities(answers, primary));
		this.last = primary.node();
		return Layout.of(primary.node(), this.nodes.stream().filter((node) -> !node.equals(primary.node())).toList());
	}

	private static String oddities(List<Answer> answers, Answer chosen) {
		List<Node> primaries = answers.stream().filter(Answer::isPrimary).map(Answer::node).toList();
		if (primaries.size() > 1) {
			return "%s are all primaries; %s is written to, which has replicas or the longer history. Make the others replicas of it"
				.formatted(primaries, chosen.node());
		}
		return (chosen.role() instanceof Role.Primary(long offset, List<Node> replicas, boolean said) && !said)
				? "%s refuses to say whether it is a primary, and took a write, so it is taken for one. Allow ROLE to the user"
					.formatted(chosen.node())
				: "";
	}

	private void tell(String oddities) {
		if (!Objects.equals(oddities, this.odd)) {
			this.odd = oddities;
			if (!oddities.isEmpty()) {
				logger.warn("{}", oddities);
			}
		}
	}

	@Override
	public boolean disputed() {
		return this.disputed;
	}

	@Override
	public Duration every() {
		return Duration.ofSeconds(1);
	}

}
