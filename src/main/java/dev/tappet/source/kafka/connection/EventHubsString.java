package dev.tappet.source.kafka.connection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The connection string of an Event Hubs namespace: parts of the form {@code Name=value},
 * separated by semicolons.
 */
final class EventHubsString {

	private static final String ENDPOINT = "endpoint";

	private static final String KEY_NAME = "sharedaccesskeyname";

	private static final String KEY = "sharedaccesskey";

	private static final String EMULATOR = "usedevelopmentemulator";

	private static final Map<String, String> KNOWN = Stream
		.of("Endpoint", "SharedAccessKeyName", "SharedAccessKey", "EntityPath", "UseDevelopmentEmulator")
		.collect(Collectors.toMap((name) -> name.toLowerCase(Locale.ROOT), (name) -> name, (one, other) -> one,
				LinkedHashMap::new));

	private static final Pattern ENDPOINT_FORM = Pattern.compile("sb://(?<host>[^\\s:/@]+)(:(?<port>\\d{1,5}))?/?");

	/** Azure's clouds. */
	private static final Pattern NAMESPACE = Pattern
		.compile("[^.]+\\.servicebus\\.(windows\\.net|chinacloudapi\\.cn|usgovcloudapi\\.net|cloudapi\\.de):\\d+");

	private static final int PORT = 9093;

	private static final int EMULATOR_PORT = 9092;

	private final String text;

	private final Map<String, String> parts = new LinkedHashMap<>();

	private @Nullable String fault;

	EventHubsString(String text) {
		this.text = text.strip();
		Stream.of(this.text.split(";", -1)).filter((part) -> !part.isBlank()).forEach(this::add);
		if (this.fault == null) {
			this.fault = missing();
		}
	}

	private void add(String part) {
		int equals = part.indexOf('=');
		String name = ((equals > 0) ? part.substring(0, equals) : "").strip().toLowerCase(Locale.ROOT);
		if (!KNOWN.containsKey(name)) {
			this.fault = "A part of it is none of %s.".formatted(String.join("=, ", KNOWN.values()) + "=");
			return;
		}
		this.parts.put(name, part.substring(equals + 1).strip());
	}

	private @Nullable String missing() {
		for (String name : List.of(ENDPOINT, KEY_NAME, KEY)) {
			if (this.parts.getOrDefault(name, "").isEmpty()) {
				return "It has no %s.".formatted(KNOWN.get(name));
			}
		}
		return ENDPOINT_FORM.matcher(this.parts.getOrDefault(ENDPOINT, "")).matches() ? null
				: "Its Endpoint is not of the form sb://<namespace>.servicebus.windows.net/.";
	}

	/** What is wrong with it, without any of its values, or {@code null}. */
	@Nullable String fault() {
		return this.fault;
	}

	/** Where the namespace takes Kafka's protocol. */
	String broker() {
		Matcher endpoint = ENDPOINT_FORM.matcher(this.parts.getOrDefault(ENDPOINT, ""));
		if (!endpoint.matches()) {
			return "";
		}
		String port = endpoint.group("port");
		return endpoint.group("host") + ":" + ((port != null) ? port : isEmulator() ? EMULATOR_PORT : PORT);
	}

	/** Whether a broker is a namespace by its name. */
	static boolean isNamespace(String broker) {
		return NAMESPACE.matcher(broker.toLowerCase(Locale.ROOT)).matches();
	}

	/** Whether it is the emulator for developers, which does not encrypt. */
	boolean isEmulator() {
		return "true".equalsIgnoreCase(this.parts.get(EMULATOR));
	}

	/** The string itself, which is the password. */
	String password() {
		return this.text;
	}

	/** A string of whatever form without what may be secret in it. */
	static String mask(String text) {
		return Stream.of(text.split(";", -1)).map(EventHubsString::maskPart).collect(Collectors.joining(";"));
	}

	private static String maskPart(String part) {
		int equals = part.indexOf('=');
		String name = ((equals > 0) ? part.substring(0, equals) : "").strip().toLowerCase(Locale.ROOT);
		boolean open = KNOWN.containsKey(name) && !name.equals(KEY) && !part.contains("@");
		if (open || part.isBlank()) {
			return part;
		}
		return KNOWN.containsKey(name) ? KNOWN.get(name) + "=" + Secret.MASK : Secret.MASK;
	}

}
