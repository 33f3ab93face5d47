package dev.tappet.source.kafka.connection;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.tappet.source.Problems;

/**
 * Properties of Kafka's clients that a trigger has keys for, or that its promises rest
 * on.
 */
final class OwnedProperties {

	private static final String PROMISE = "Remove it: what the trigger promises rests on it.";

	private static final Map<String, String> REMEDIES = Map.ofEntries(Map.entry("group.id", use("group")),
			Map.entry("auto.offset.reset", use("start-from")), Map.entry("max.poll.records", use("count")),
			Map.entry("session.timeout.ms", use("session-timeout")), Map.entry("group.protocol", use("group-protocol")),
			Map.entry("enable.auto.commit", PROMISE), Map.entry("group.instance.id", PROMISE),
			Map.entry("transactional.id", PROMISE), Map.entry("acks", PROMISE),
			Map.entry("key.deserializer", use("key-format")), Map.entry("value.deserializer", use("value-format")),
			Map.entry("key.serializer", PROMISE), Map.entry("value.serializer", PROMISE));

	private OwnedProperties() {
	}

	private static String use(String key) {
		return "Set '%s' in the trigger's block 'kafka'.".formatted(key);
	}

	/** The properties without these, which are reported. */
	static Map<String, String> without(Map<String, String> properties, Problems problems) {
		properties.keySet()
			.stream()
			.filter(REMEDIES::containsKey)
			.forEach((name) -> problems.add("properties." + name, "Not a property that a connection may set.",
					REMEDIES.getOrDefault(name, PROMISE)));
		return without(properties);
	}

	/** The properties without these, which others have set for themselves. */
	static Map<String, String> without(Map<String, String> properties) {
		Map<String, String> others = new LinkedHashMap<>(properties);
		others.keySet().removeAll(REMEDIES.keySet());
		return others;
	}

}
