package dev.tappet.source.kafka.connection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.tappet.source.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Makes a named connection of its keys.
 *
 * @param name the name of the connection
 * @param keys its keys
 * @param bundles which SSL bundles there are
 * @param problems takes what is wrong
 * @param system how this process was started
 */
record KafkaKeysReader(String name, KafkaKeys keys, KnownBundles bundles, Problems problems, StartProperties system) {

	private static final String EVENT_HUBS = "event-hubs-connection-string";

	KafkaConnectionDefinition read() {
		Map<String, String> last = OwnedProperties.without(this.keys.properties(), this.problems);
		SchemaRegistry registry = new RegistryReader(KafkaConnectionDefinition.prefix(this.name), this.bundles,
				this.problems)
			.read(this.keys.schemaRegistry(), last);
		last.keySet().removeIf(RegistryReader::isOfRegistry);
		String connectionString = KafkaKeys.text(this.keys.eventHubsConnectionString());
		Map<String, String> properties = new LinkedHashMap<>();
		Protocol protocol = (connectionString != null) ? eventHubs(connectionString, properties) : protocol(last);
		properties.put(ClientProperties.SECURITY_PROTOCOL, protocol.name());
		if (connectionString == null) {
			properties.put(ClientProperties.BOOTSTRAP_SERVERS, String.join(",", brokers(last)));
			if (!isMistaken("protocol", this.keys.protocol())) {
				properties.putAll(new CredentialsReader(this.keys, last, this.problems, this.system).read(protocol));
			}
		}
		Tls tls = isMistaken("protocol", this.keys.protocol()) ? null
				: new TlsReader(this.keys, this.bundles, this.problems).read(protocol);
		properties.putAll(last);
		ClientProperties all = new ClientProperties(properties);
		return new KafkaConnectionDefinition(this.name, all.brokers(), all, all.hasStores() ? null : tls, registry,
				(connectionString != null) ? Wording.EVENT_HUBS : Wording.OWN);
	}

	private boolean isMistaken(String key, @Nullable Object value) {
		return value == null && this.problems.isSet(key);
	}

	private Protocol eventHubs(String connectionString, Map<String, String> properties) {
		EventHubsString parsed = new EventHubsString(connectionString);
		List<String> others = Stream.of("bootstrap-servers", "protocol", "authentication-mode", "username", "password")
			.filter(this.problems::isSet)
			.toList();
		if (!others.isEmpty()) {
			this.problems.add(EVENT_HUBS, "Both a connection string and %s.".formatted(String.join(", ", others)),
					"Keep either 'event-hubs-connection-string' or the other keys.");
		}
		String fault = parsed.fault();
		if (fault != null) {
			this.problems.add(EVENT_HUBS, fault,
					"Use Endpoint=sb://<namespace>.servicebus.windows.net/;SharedAccessKeyName=<name>;SharedAccessKey=<key>, "
							+ "as the portal shows it.");
		}
		properties.put(ClientProperties.BOOTSTRAP_SERVERS, parsed.broker());
		properties.put(ClientProperties.SASL_MECHANISM, AuthenticationMode.PLAIN.mechanism());
		properties.put(ClientProperties.JAAS, Jaas.plain("$ConnectionString", parsed.password()));
		return parsed.isEmulator() ? Protocol.SASL_PLAINTEXT : Protocol.SASL_SSL;
	}

	private Protocol protocol(Map<String, String> last) {
		String named = last.get(ClientProperties.SECURITY_PROTOCOL);
		if (named != null && !ProtocolName.isKnown(named)) {
			this.problems.add("properties.security.protocol", "Not one of the values that are possible here.",
					"Use %s.".formatted(String.join(", ", ProtocolName.all())));
		}
		if (named != null) {
			return ProtocolName.of(named);
		}
		Protocol protocol = this.keys.protocol();
		return (protocol != null) ? protocol : Protocol.PLAINTEXT;
	}

	private List<String> brokers(Map<String, String> last) {
		List<String> brokers = this.keys.bootstrapServers();
		if (brokers.isEmpty() && !last.containsKey(ClientProperties.BOOTSTRAP_SERVERS)) {
			this.problems.add("bootstrap-servers", "The required key is missing.",
					"Name some brokers as host:port, or give 'event-hubs-connection-string'.");
		}
		return Brokers.read(brokers, "bootstrap-servers", this.problems);
	}

}
