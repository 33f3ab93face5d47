package dev.tappet.source.kafka.connection;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Protocols by their names in Kafka's properties.
 */
final class ProtocolName {

	private ProtocolName() {
	}

	static boolean isKnown(String name) {
		return Arrays.stream(Protocol.values()).anyMatch((each) -> each.name().equals(upper(name)));
	}

	/** The protocol; one that nobody knows has been reported, and is none. */
	static Protocol of(@Nullable String name) {
		return (name != null && isKnown(name)) ? Protocol.valueOf(upper(name)) : Protocol.PLAINTEXT;
	}

	static List<String> all() {
		return Arrays.stream(Protocol.values()).map(Enum::name).toList();
	}

	private static String upper(String name) {
		return name.strip().toUpperCase(Locale.ROOT);
	}

}
