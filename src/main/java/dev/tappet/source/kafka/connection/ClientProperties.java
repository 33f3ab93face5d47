package dev.tappet.source.kafka.connection;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Properties of Kafka's clients, of which some may be secrets, so that none is shown.
 *
 * @param values the values by name
 */
record ClientProperties(Map<String, String> values) {

	static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

	static final String SECURITY_PROTOCOL = "security.protocol";

	static final String SASL_MECHANISM = "sasl.mechanism";

	static final String JAAS = "sasl.jaas.config";

	ClientProperties {
		values = Collections.unmodifiableMap(new TreeMap<>(values));
	}

	@Nullable String get(String name) {
		return this.values.get(name);
	}

	/** The brokers that are asked first, as host:port. */
	List<String> brokers() {
		return Stream.of(this.values.getOrDefault(BOOTSTRAP_SERVERS, "").split(",", -1))
			.filter((each) -> !each.isBlank())
			.map(Brokers::address)
			.toList();
	}

	/** Whether whoever wrote them brings key stores or trust stores of their own. */
	boolean hasStores() {
		return this.values.keySet()
			.stream()
			.anyMatch((name) -> name.startsWith("ssl.keystore.") || name.startsWith("ssl.truststore.")
					|| name.equals("ssl.engine.factory.class"));
	}

	/** These, with what another reading of the same keys says of credentials. */
	ClientProperties withSecretsOf(ClientProperties latest) {
		Map<String, String> all = new TreeMap<>(this.values);
		all.keySet().removeIf(ClientProperties::isOfSecrets);
		latest.values().forEach((name, value) -> {
			if (isOfSecrets(name)) {
				all.put(name, value);
			}
		});
		return new ClientProperties(all);
	}

	private static boolean isOfSecrets(String name) {
		return name.startsWith("sasl.") || name.startsWith("ssl.");
	}

	@Override
	public String toString() {
		return this.values.keySet().toString();
	}

}
