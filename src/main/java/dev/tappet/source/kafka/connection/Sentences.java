package dev.tappet.source.kafka.connection;

import java.util.Map;

import dev.tappet.source.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Says what went wrong with a connection, by the keys that it was configured with and
 * without its secrets.
 *
 * @param definition the connection
 */
record Sentences(KafkaConnectionDefinition definition) {

	private static final int SHORTEST_SECRET = 3;

	String say(KafkaRefusal refusal, String broker, @Nullable String detail) {
		String sentence = refusal.sentence().replace("{broker}", broker).replace("{place}", this.definition.place());
		String filled = this.definition.wording().fill(sentence, this.definition.prefix());
		return (detail == null || detail.isEmpty()) ? filled
				: filled + " (" + Printable.of(withoutSecrets(detail), Printable.DETAIL) + ")";
	}

	private String withoutSecrets(String detail) {
		String masked = detail.replaceAll("://\\S*@", "://" + Secret.MASK + "@")
			.replaceAll("(?i)(password|secret|sharedaccesskey|assertion)=\\S+", "$1=" + Secret.MASK);
		for (Map.Entry<String, String> property : this.definition.properties().values().entrySet()) {
			String value = property.getValue();
			boolean secret = new KafkaConnectionType(() -> null).shown("properties." + property.getKey(), value)
				.equals(Secret.MASK);
			if (secret && value.length() >= SHORTEST_SECRET) {
				masked = masked.replace(value, Secret.MASK);
			}
		}
		return masked;
	}

}
