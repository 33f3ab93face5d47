package dev.tappet.source.redis.connection;

import java.util.Comparator;
import java.util.List;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import org.jspecify.annotations.Nullable;

/**
 * What one of several servers answered when it was asked for its role.
 *
 * @param node the server
 * @param role its role, or {@code null} where it did not answer
 * @param failure why it did not answer, or {@code null} where it did
 */
record Answer(Node node, @Nullable Role role, @Nullable Throwable failure) {

	boolean isPrimary() {
		return this.role instanceof Role.Primary;
	}

	/**
	 * The server to write to. Of several that say that they are primaries it is the one
	 * with replicas, then that with the longer history, then that which was written to
	 * before.
	 * @param answers of all who answered
	 * @param last the primary as it was known before, or {@code null}
	 * @return its answer, or {@code null} where there is none
	 */
	static @Nullable Answer primaryOf(List<Answer> answers, @Nullable Node last) {
		Comparator<Answer> order = Comparator.comparing((Answer answer) -> answer.primary().replicas().size())
			.thenComparing((answer) -> answer.primary().offset())
			.thenComparing((answer) -> answer.node().equals(last));
		return answers.stream().filter(Answer::isPrimary).max(order).orElse(null);
	}

	private Role.Primary primary() {
		return (this.role instanceof Role.Primary primary) ? primary : new Role.Primary(0, List.of(), false);
	}

	/** Says why nobody of those is to be written to. */
	static RuntimeException noneOf(List<Answer> answers) {
		List<String> replicas = answers.stream()
			.filter((answer) -> answer.role() instanceof Role.Replica)
			.map((answer) -> answer.node().toString())
			.toList();
		for (Answer answer : answers) {
			if (answer.failure() != null && replicas.isEmpty()) {
				return Failures.rethrow(answer.failure());
			}
		}
		String silent = String.join(", ",
				answers.stream()
					.filter((answer) -> answer.role() == null)
					.map((answer) -> answer.node().toString())
					.toList());
		return new NoPrimaryException(
				"replicas: " + String.join(", ", replicas) + (silent.isEmpty() ? "" : "; not answering: " + silent));
	}

}
