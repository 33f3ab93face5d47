package dev.tappet.configuration;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.tappet.source.redis.connection.ConnectionDefinition;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the named connections.
 */
final class ConnectionReader {

	private static final Known.Block KNOWN = KnownKeys.ROOT.named("connections");

	private static final String CONNECTION_STRING = "connection-string";

	private static final Pattern CLIENT_NAME = Pattern.compile("[!-~]+");

	private final ValueReader values;

	private final Problems problems;

	ConnectionReader(ValueReader values, Problems problems) {
		this.values = values;
		this.problems = problems;
	}

	/**
	 * The names that a trigger may refer to, also those with problems of their own.
	 */
	static Set<String> names(@Nullable PropertyNode connections) {
		Set<String> names = new LinkedHashSet<>();
		names.add(TriggerDefinition.DEFAULT_CONNECTION);
		if (connections != null) {
			connections.children().stream().map(NameRule::of).forEach(names::add);
		}
		return names;
	}

	/**
	 * Whether Redis takes a text as a client name.
	 */
	static boolean isClientName(String text) {
		return CLIENT_NAME.matcher(text).matches();
	}

	Map<String, ConnectionDefinition> read(@Nullable PropertyNode connections) {
		Map<String, ConnectionDefinition> complete = new LinkedHashMap<>();
		if (connections == null || UnknownKeys.isList(connections)) {
			return complete;
		}
		for (PropertyNode node : connections.children()) {
			checkName(node);
			new UnknownKeys(this.problems).check(node, KNOWN);
			Optional<ConnectionDefinition> connection = readOne(node);
			connection.filter((each) -> !this.problems.under(node))
				.ifPresent((each) -> complete.put(each.name(), each));
		}
		return complete;
	}

	private void checkName(PropertyNode node) {
		new NameRule(this.problems).check(node);
		if (NameRule.of(node).equals(TriggerDefinition.DEFAULT_CONNECTION)) {
			this.problems.add(node, null, "The default connection is not configured here.",
					"Set it with spring.data.redis.*, or choose another name.");
		}
	}

	private Optional<ConnectionDefinition> readOne(PropertyNode node) {
		if (node.children().isEmpty()) {
			if (!this.problems.under(node)) {
				this.problems.add(node, null, "Says nothing about the connection.",
						"Set 'url', 'host' or 'connection-string' below it.");
			}
			return Optional.empty();
		}
		PropertyNode connectionString = node.child(CONNECTION_STRING);
		if (connectionString == null || !connectionString.hasText()) {
			return new ConnectionKeysReader(this.values, this.problems).read(node);
		}
		List<String> others = node.children()
			.stream()
			.map(PropertyNode::name)
			.filter((name) -> !Relaxed.same(name, CONNECTION_STRING) && KNOWN.find(name) != null)
			.toList();
		if (!others.isEmpty()) {
			this.problems.add(connectionString, "Both a connection string and %s.".formatted(String.join(", ", others)),
					"Keep either 'connection-string' or the other keys.");
		}
		return this.values.text(connectionString).flatMap((text) -> readString(connectionString, node, text));
	}

	private Optional<ConnectionDefinition> readString(PropertyNode key, PropertyNode node, String text) {
		ConnectionString parsed = new ConnectionString(text);
		Optional<ConnectionDefinition> definition = parsed.definition(NameRule.of(node));
		parsed.faults().forEach((fault) -> this.problems.add(key, text, fault.problem(), fault.remedy()));
		return definition;
	}

}
