package dev.tappet.source.kafka.connection;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.tappet.source.Problems;

/**
 * Addresses of brokers. Kafka's clients take a protocol before a host, and so do we.
 */
final class Brokers {

	private static final Pattern ADDRESS = Pattern
		.compile("(?:[A-Za-z][\\w-]*://)?(?<host>\\[[0-9A-Fa-f:.%\\w]+\\]|[^\\s:/@\\[\\]?#]+):(?<port>\\d{1,5})");

	private static final int LAST_PORT = 65535;

	private Brokers() {
	}

	/** The host and port of a broker, whatever stands before them. */
	static String address(String broker) {
		Matcher matcher = ADDRESS.matcher(broker.strip());
		return matcher.matches() ? matcher.group("host") + ":" + matcher.group("port") : broker.strip();
	}

	/** The addresses that there are, with the others reported. */
	static List<String> read(List<String> brokers, String key, Problems problems) {
		for (int i = 0; i < brokers.size(); i++) {
			if (!isAddress(brokers.get(i))) {
				problems.add(key + "[" + i + "]", "A broker that is not 'host:port'.",
						"Write each broker with its port, such as kafka.example:9092.");
			}
		}
		return brokers.stream().filter(Brokers::isAddress).map(Brokers::address).toList();
	}

	static boolean isAddress(String broker) {
		Matcher matcher = ADDRESS.matcher(broker.strip());
		if (!matcher.matches()) {
			return false;
		}
		int port = Integer.parseInt(matcher.group("port"));
		return port > 0 && port <= LAST_PORT;
	}

}
