package dev.tappet.source.kafka.connection;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Has clients read anew what they show who they are with, where Kafka's own way would be
 * to read it once, and where nobody has set another way.
 */
final class LatestSecrets {

	private static final String CONNECTION_HANDLER = "sasl.client.callback.handler.class";

	/** Those that know a user and a password. */
	private static final Set<String> OF_A_PASSWORD = Set.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

	private LatestSecrets() {
	}

	static void addTo(Map<String, Object> properties, Supplier<ClientProperties> latest) {
		if (CredentialsReader.TOKENS_OF_A_SERVER.equals(properties.get(CredentialsReader.LOGIN_HANDLER))) {
			properties.put(CredentialsReader.LOGIN_HANDLER, LatestTokens.class);
			properties.put(LatestTokens.CREDENTIALS, latest);
		}
		boolean password = OF_A_PASSWORD.contains(String.valueOf(properties.get(ClientProperties.SASL_MECHANISM)));
		if (password && properties.containsKey(ClientProperties.JAAS) && !properties.containsKey(CONNECTION_HANDLER)) {
			Supplier<String> line = () -> latest.get().values().getOrDefault(ClientProperties.JAAS, "");
			properties.put(CONNECTION_HANDLER, LatestCredentials.class);
			properties.put(LatestCredentials.JAAS, line);
		}
	}

}
