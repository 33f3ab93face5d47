package dev.tappet.source.kafka.connection;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.tappet.source.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Makes properties of what the keys of a connection say about credentials.
 *
 * @param keys the keys
 * @param properties the properties that have the last word
 * @param problems takes what is wrong
 * @param system how this process was started
 */
record CredentialsReader(KafkaKeys keys, Map<String, String> properties, Problems problems, StartProperties system) {

	private static final String TOKEN_ENDPOINT = "sasl.oauthbearer.token.endpoint.url";

	private static final String ALLOWED_ENDPOINTS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

	static final String LOGIN_HANDLER = "sasl.login.callback.handler.class";

	/** By its name, since a configuration is checked without Kafka's client too. */
	static final String TOKENS_OF_A_SERVER = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler";

	private static final String LOGIN_CONFIGURATION = "java.security.auth.login.config";

	Map<String, String> read(Protocol protocol) {
		if (!protocol.authenticates()) {
			refuse("The protocol is %s, which sends no credentials.".formatted(protocol),
					"Set 'protocol' to sasl-ssl, or to sasl-plaintext where nothing is encrypted; or remove the credentials.",
					"authentication-mode", "username", "password");
			return Map.of();
		}
		AuthenticationMode mode = mode().orElse(null);
		if (mode == null) {
			return Map.of();
		}
		Map<String, String> sasl = new LinkedHashMap<>(Map.of(ClientProperties.SASL_MECHANISM, mode.mechanism()));
		if (!this.properties.containsKey(ClientProperties.JAAS)) {
			switch (mode) {
				case PLAIN ->
					withPassword().ifPresent((user) -> sasl.put(ClientProperties.JAAS, Jaas.plain(user[0], user[1])));
				case SCRAM_SHA256, SCRAM_SHA512 ->
					withPassword().ifPresent((user) -> sasl.put(ClientProperties.JAAS, Jaas.scram(user[0], user[1])));
				case GSSAPI -> checkKerberos();
				case OAUTH_BEARER -> sasl.putAll(bearer());
			}
		}
		if (mode == AuthenticationMode.GSSAPI) {
			sasl.put("sasl.kerberos.service.name", "kafka");
		}
		return sasl;
	}

	/** Nothing where a mechanism was named that only the properties know. */
	private Optional<AuthenticationMode> mode() {
		String mechanism = this.properties.get(ClientProperties.SASL_MECHANISM);
		if (this.keys.authenticationMode() == null && this.problems.isSet("authentication-mode")) {
			return Optional.empty();
		}
		if (mechanism != null) {
			return Arrays.stream(AuthenticationMode.values())
				.filter((mode) -> mode.mechanism().equals(mechanism))
				.findFirst();
		}
		return Optional.ofNullable(this.keys.authenticationMode()).or(() -> Optional.of(AuthenticationMode.PLAIN));
	}

	private Optional<String[]> withPassword() {
		String username = KafkaKeys.text(this.keys.username());
		String password = KafkaKeys.text(this.keys.password());
		if (username == null) {
			missing("username");
		}
		if (password == null) {
			missing("password");
		}
		return (username != null && password != null) ? Optional.of(new String[] { username, password })
				: Optional.empty();
	}

	private void missing(String key) {
		this.problems.add(key, "The required key is missing.",
				"Give it, or a 'protocol' that sends no credentials, or 'properties.sasl.jaas.config'.");
	}

	private void checkKerberos() {
		refuse("Kerberos does not use it.",
				"Remove it; the principal and its keytab are part of the login configuration.", "username", "password");
		if (this.system.get(LOGIN_CONFIGURATION) == null) {
			this.problems.add("authentication-mode", "Kerberos needs a login configuration.",
					"Set 'properties.sasl.jaas.config' to a line of com.sun.security.auth.module.Krb5LoginModule with "
							+ "keyTab and principal, or start with -D" + LOGIN_CONFIGURATION + "=<file>.");
		}
	}

	private Map<String, String> bearer() {
		Map<String, String> bearer = new LinkedHashMap<>(Map.of(ClientProperties.JAAS, Jaas.bearer()));
		String endpoint = this.properties.get(TOKEN_ENDPOINT);
		if (this.properties.containsKey(LOGIN_HANDLER)) {
			return bearer;
		}
		bearer.put(LOGIN_HANDLER, TOKENS_OF_A_SERVER);
		if (endpoint == null) {
			this.problems.add("authentication-mode", "Nothing says where to get a token.",
					"Set 'properties.%s', with 'username' and 'password' as the client's id and secret."
						.formatted(TOKEN_ENDPOINT));
		}
		else if (!allowed().contains(endpoint)) {
			this.problems.add("properties." + TOKEN_ENDPOINT,
					"Kafka's client asks only where the command line allows it.",
					"Start with -D%s=<that address>.".formatted(ALLOWED_ENDPOINTS));
		}
		put(bearer, LatestTokens.ID, this.keys.username());
		put(bearer, LatestTokens.SECRET, this.keys.password());
		return bearer;
	}

	private List<String> allowed() {
		String allowed = this.system.get(ALLOWED_ENDPOINTS);
		return (allowed != null) ? Stream.of(allowed.split(",", -1)).map(String::strip).toList() : List.of();
	}

	private static void put(Map<String, String> properties, String name, @Nullable String value) {
		String text = KafkaKeys.text(value);
		if (text != null) {
			properties.put(name, text);
		}
	}

	private void refuse(String problem, String remedy, String... names) {
		Stream.of(names)
			.filter((name) -> value(name) != null)
			.findFirst()
			.ifPresent((name) -> this.problems.add(name, problem, remedy));
	}

	private @Nullable Object value(String name) {
		return switch (name) {
			case "username" -> KafkaKeys.text(this.keys.username());
			case "password" -> KafkaKeys.text(this.keys.password());
			default -> this.keys.authenticationMode();
		};
	}

}
