package dev.tappet.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.tappet.source.ConnectionType;
import dev.tappet.source.NearNames;
import dev.tappet.source.SourceType;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a connection exists, and is of the kind that a source needs.
 *
 * @param kinds the kinds of the named connections, {@code null} where that cannot be said
 * @param problems takes what is wrong
 */
record ConnectionCheck(Map<String, @Nullable ConnectionType> kinds, FoundProblems problems) {

	/** Checks that a block which names a connection names one that exists. */
	void checkKnown(PropertyNode block, String connection) {
		PropertyNode key = block.child("connection");
		if (key != null && !exists(connection) && !this.problems.under(key)) {
			this.problems.add(key, "No such connection under tappet.connections.", NearNames.hint(connection, names()));
		}
	}

	/** Checks the connection of a trigger. */
	void check(PropertyNode trigger, String connection, SourceType source) {
		checkKnown(trigger, connection);
		ConnectionType kind = this.kinds.get(connection);
		if (kind != null && !kind.name().equals(source.connectionType())) {
			List<String> fitting = names().stream()
				.filter((name) -> fits(this.kinds.get(name), source)
						|| name.equals(TriggerDefinition.DEFAULT_CONNECTION))
				.toList();
			new BlockProblems(trigger, this.problems).add("connection",
					"The connection '%s' is one of the kind '%s', and '%s' needs one of the kind '%s'."
						.formatted(connection, kind.name(), source.name(), source.connectionType()),
					"Name %s, or add one.".formatted(NearNames.alternatives(fitting)));
		}
	}

	private static boolean fits(@Nullable ConnectionType kind, SourceType source) {
		return kind != null && kind.name().equals(source.connectionType());
	}

	private boolean exists(String connection) {
		return names().contains(connection);
	}

	private List<String> names() {
		List<String> names = new ArrayList<>(List.of(TriggerDefinition.DEFAULT_CONNECTION));
		names.addAll(this.kinds.keySet());
		return names;
	}

}
