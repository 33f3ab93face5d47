package dev.tappet.source;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The connections of {@code tappet.connections}, for the brokers to take theirs from. The
 * default connections are not among them: where those lead is for each broker to say.
 */
public final class Connections {

	private final Map<String, Connection> byName;

	/**
	 * Collects connections.
	 * @param connections the connections, each with a name of its own
	 */
	public Connections(Collection<? extends Connection> connections) {
		this.byName = connections.stream().collect(Collectors.toUnmodifiableMap(Connection::name, Function.identity()));
	}

	/**
	 * The connection of a trigger, which the configuration has checked to be there and of
	 * the kind that the trigger's source needs.
	 * @param name the name of the connection
	 * @param kind the kind
	 * @param <C> the kind
	 * @return the connection
	 */
	public <C extends Connection> C get(String name, Class<C> kind) {
		Connection connection = this.byName.get(name);
		if (!kind.isInstance(connection)) {
			throw new IllegalArgumentException("no connection of this kind is named '%s'".formatted(name));
		}
		return kind.cast(connection);
	}

}
