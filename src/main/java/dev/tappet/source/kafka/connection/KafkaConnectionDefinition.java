package dev.tappet.source.kafka.connection;

import java.util.List;

import dev.tappet.source.Connection;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * How a Kafka cluster is reached.
 *
 * @param name the name under {@code tappet.connections}
 * @param brokers the brokers that are asked first, as host:port
 * @param properties what the keys of the connection mean to Kafka's clients
 * @param tls the certificates, or {@code null} for those of the platform or of the
 * properties
 * @param registry where schemas are kept, or {@code null}
 * @param wording by which keys it was configured
 */
record KafkaConnectionDefinition(String name, List<String> brokers, ClientProperties properties, @Nullable Tls tls,
		@Nullable SchemaRegistry registry, Wording wording) implements Connection {

	Protocol protocol() {
		return ProtocolName.of(this.properties.get(ClientProperties.SECURITY_PROTOCOL));
	}

	/**
	 * This connection, with the credentials and certificates of a later reading of its
	 * keys. Where it leads stays.
	 */
	KafkaConnectionDefinition withSecretsOf(KafkaConnectionDefinition latest) {
		return new KafkaConnectionDefinition(this.name, this.brokers,
				this.properties.withSecretsOf(latest.properties()), latest.tls(),
				(this.registry != null) ? this.registry.withSecretsOf(latest.registry()) : null, this.wording);
	}

	/** Whether it is a namespace of Event Hubs, however it was written. */
	boolean isEventHubs() {
		return this.wording == Wording.EVENT_HUBS || this.brokers.stream().anyMatch(EventHubsString::isNamespace);
	}

	boolean isDefault() {
		return this.name.equals(TriggerDefinition.DEFAULT_CONNECTION);
	}

	/** The first brokers, without secrets. */
	String place() {
		return String.join(", ", this.brokers);
	}

	/** What stands before the keys of the connection, the last dot included. */
	String prefix() {
		return prefix(this.name);
	}

	static String prefix(String name) {
		return name.equals(TriggerDefinition.DEFAULT_CONNECTION) ? KafkaConnectionType.DEFAULT_PREFIX + "."
				: "tappet.connections." + name + ".kafka.";
	}

}
