package dev.tappet.configuration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.tappet.source.Connection;
import dev.tappet.source.ConnectionType;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the named connections, each by its kind: that of its block, or the one whose keys
 * need none.
 */
final class ConnectionsReader {

	private final Collection<? extends ConnectionType> types;

	private final KnownKeys known;

	private final BlockReader blocks;

	private final FoundProblems problems;

	private final Secrets secrets;

	private final Map<String, @Nullable ConnectionType> kinds = new LinkedHashMap<>();

	ConnectionsReader(Collection<? extends ConnectionType> types, KnownKeys known, BlockReader blocks,
			FoundProblems problems, Secrets secrets) {
		this.types = types;
		this.known = known;
		this.blocks = blocks;
		this.problems = problems;
		this.secrets = secrets;
	}

	/**
	 * The kinds of the connections that were read, also of those with problems, by name;
	 * {@code null} where that cannot be said.
	 */
	Map<String, @Nullable ConnectionType> kinds() {
		return this.kinds;
	}

	List<Connection> read(@Nullable PropertyNode connections) {
		List<Connection> complete = new ArrayList<>();
		if (connections == null || UnknownKeys.isList(connections)) {
			return complete;
		}
		for (PropertyNode node : connections.children()) {
			Optional<Connection> connection = readOne(node);
			connection.filter((each) -> !this.problems.under(node)).ifPresent(complete::add);
		}
		return complete;
	}

	private Optional<Connection> readOne(PropertyNode node) {
		List<ConnectionType> found = kinds(node);
		found.forEach((type) -> Optional.ofNullable(block(node, type))
			.ifPresent((block) -> this.secrets.register(block, KeyShapes.of(type.block().type()), type::shown)));
		this.kinds.put(NameRule.of(node), (found.size() == 1) ? found.getFirst() : null);
		checkName(node);
		new UnknownKeys(this.problems).check(node, this.known.connection());
		if (found.size() > 1) {
			this.problems.addWithoutValue(node,
					"More than one kind of connection: %s."
						.formatted(String.join(", ", found.stream().map(ConnectionType::name).toList())),
					"Keep the keys of one, and make a connection of its own for each other.");
		}
		else if (found.isEmpty() && !this.problems.under(node)) {
			this.problems.addWithoutValue(node, "Says nothing about the connection.", nothingSaid());
		}
		if (found.size() != 1 || !node.isPlain()) {
			return Optional.empty();
		}
		ConnectionType type = found.getFirst();
		return Optional.ofNullable(block(node, type))
			.map((keys) -> this.blocks.read(keys, type.block(), NameRule.of(node)));
	}

	/**
	 * The kinds whose keys stand there. Keys that nobody knows may be misspelt ones of
	 * the kind that needs no block.
	 */
	private List<ConnectionType> kinds(PropertyNode node) {
		List<ConnectionType> found = new ArrayList<>();
		for (ConnectionType type : this.types) {
			boolean there = type.direct() ? hasKeyOf(type, node) : node.child(type.name()) != null;
			if (there) {
				found.add(type);
			}
		}
		if (found.isEmpty() && !node.children().isEmpty()) {
			this.types.stream().filter(ConnectionType::direct).findFirst().ifPresent(found::add);
		}
		return found;
	}

	private static boolean hasKeyOf(ConnectionType direct, PropertyNode node) {
		KeyShape.Block keys = KeyShapes.of(direct.block().type());
		return node.children().stream().anyMatch((child) -> keys.find(child.name()) != null);
	}

	private static @Nullable PropertyNode block(PropertyNode node, ConnectionType type) {
		return type.direct() ? node : node.child(type.name());
	}

	private String nothingSaid() {
		return "Write below it one of the keys %s."
			.formatted(String.join(", ", this.known.connection().keys().keySet()));
	}

	private void checkName(PropertyNode node) {
		new NameRule(this.problems).check(node);
		if (NameRule.of(node).equals(TriggerDefinition.DEFAULT_CONNECTION)) {
			List<String> prefixes = this.types.stream()
				.map(ConnectionType::defaultPrefix)
				.filter(Objects::nonNull)
				.toList();
			this.problems.addWithoutValue(node, "The default connection is not configured here.",
					prefixes.isEmpty() ? "Choose another name."
							: "Set it with %s.*, or choose another name.".formatted(String.join(".* or ", prefixes)));
		}
	}

}
