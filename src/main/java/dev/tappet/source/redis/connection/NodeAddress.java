package dev.tappet.source.redis.connection;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a host with a port, the host of IPv6 in brackets.
 */
final class NodeAddress {

	private static final Pattern ADDRESS = Pattern
		.compile("(?<host>[^\\s:/@,=\\[\\]]+|\\[[\\da-fA-F:.%]+\\])(:(?<port>\\d{1,5}))?");

	private static final int HIGHEST_PORT = 65535;

	private NodeAddress() {
	}

	static Optional<ConnectionDefinition.Node> parse(String text, int defaultPort) {
		Matcher address = ADDRESS.matcher(text.strip());
		if (!address.matches()) {
			return Optional.empty();
		}
		String digits = address.group("port");
		int port = (digits != null) ? Integer.parseInt(digits) : defaultPort;
		String host = address.group("host");
		String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
		return (port >= 1 && port <= HIGHEST_PORT) ? Optional.of(new ConnectionDefinition.Node(bare, port))
				: Optional.empty();
	}

}
