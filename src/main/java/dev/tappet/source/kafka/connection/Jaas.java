package dev.tappet.source.kafka.connection;

/**
 * What Kafka's clients want to be told of credentials: a line of Java's own login
 * configuration.
 */
final class Jaas {

	private static final String MODULES = "org.apache.kafka.common.security.";

	private Jaas() {
	}

	static String plain(String username, String password) {
		return line("plain.PlainLoginModule", username, password);
	}

	static String scram(String username, String password) {
		return line("scram.ScramLoginModule", username, password);
	}

	static String bearer() {
		return MODULES + "oauthbearer.OAuthBearerLoginModule required;";
	}

	private static String line(String module, String username, String password) {
		return "%s%s required username=%s password=%s;".formatted(MODULES, module, quoted(username), quoted(password));
	}

	private static String quoted(String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r") + '"';
	}

}
