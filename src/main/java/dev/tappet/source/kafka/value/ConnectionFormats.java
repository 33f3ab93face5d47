package dev.tappet.source.kafka.value;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import dev.tappet.source.kafka.connection.KafkaClients;
import dev.tappet.source.kafka.connection.KafkaConnections;
import dev.tappet.source.kafka.connection.SchemaRegistry;
import dev.tappet.source.kafka.value.FormatSettings.Format;

/**
 * Makes the formats of triggers. Those that read from one registry share what they know
 * of it.
 */
public final class ConnectionFormats implements ValueFormats {

	private final KafkaConnections connections;

	private final Map<String, ValueFormats> byConnection = new ConcurrentHashMap<>();

	/**
	 * Makes formats.
	 * @param connections the clusters, which know their registries
	 */
	public ConnectionFormats(KafkaConnections connections) {
		this.connections = connections;
	}

	@Override
	public Pair get(FormatSettings settings, String connection) {
		if (settings.value() == Format.TEXT && settings.key() == Format.TEXT) {
			return new Pair(TextFormat.INSTANCE, TextFormat.INSTANCE);
		}
		return this.byConnection.computeIfAbsent(connection, this::ofConnection).get(settings, connection);
	}

	private ValueFormats ofConnection(String connection) {
		KafkaClients clients = this.connections.get(connection);
		SchemaRegistry registry = clients.registry();
		return new AvroFormats((registry != null)
				? new RegistrySchemas(new RegistryClient(() -> Objects.requireNonNullElse(clients.registry(), registry),
						clients::registryCertificates))
				: null);
	}

}
