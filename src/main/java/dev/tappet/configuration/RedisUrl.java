package dev.tappet.configuration;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.tappet.source.redis.connection.ConnectionDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A {@code redis://} or {@code rediss://} address. As in Spring Boot, credentials without
 * a colon are a password.
 *
 * @param node the host and port
 * @param username the ACL user, or {@code null}
 * @param password the password, or {@code null}
 * @param database the database, or {@code null} where the address names none
 * @param ssl whether the connection is encrypted
 */
record RedisUrl(ConnectionDefinition.Node node, @Nullable String username,
		ConnectionDefinition.@Nullable Secret password, @Nullable Integer database, boolean ssl) {

	private static final int DEFAULT_PORT = 6379;

	private static final Pattern URL = Pattern
		.compile("(?<scheme>rediss?)://((?<credentials>[^@]*)@)?(?<address>[^/?#@]*)(/(?<database>\\d{0,9}))?");

	private static final Pattern LENIENT = Pattern
		.compile("rediss?://((?<credentials>.*)@)?(?<address>[^/?#@]*)(?<rest>.*)");

	private static final Pattern ESCAPE = Pattern.compile("%(?![\\da-fA-F]{2})");

	/**
	 * Parses an address.
	 * @param text the address
	 * @return its parts, or nothing if it is none
	 */
	static Optional<RedisUrl> parse(String text) {
		Matcher url = URL.matcher(text.strip());
		if (!url.matches()) {
			return Optional.empty();
		}
		String credentials = url.group("credentials");
		if (credentials != null && ESCAPE.matcher(credentials).find()) {
			return Optional.empty();
		}
		return NodeAddress.parse(url.group("address"), DEFAULT_PORT)
			.map((node) -> new RedisUrl(node, username(credentials), password(credentials),
					database(url.group("database")), url.group("scheme").equals("rediss")));
	}

	/**
	 * Says what keeps a text from being an address, and shows nothing of it.
	 */
	static String fault(String text) {
		Matcher url = LENIENT.matcher(text.strip());
		if (!url.matches()) {
			return "Not the address of a Redis.";
		}
		if (NodeAddress.parse(url.group("address"), DEFAULT_PORT).isEmpty()) {
			return "The host and port are not 'host:port' with the port from 1 to 65535.";
		}
		if (!url.group("rest").matches("(/\\d{0,9})?")) {
			return "Behind the host and port stands something other than the number of a database.";
		}
		String credentials = url.group("credentials");
		return (credentials != null && ESCAPE.matcher(credentials).find())
				? "A % in the credentials is not followed by two hexadecimal digits."
				: "The credentials hold a sign that must be percent-encoded.";
	}

	private static @Nullable String username(@Nullable String credentials) {
		int colon = (credentials != null) ? credentials.indexOf(':') : -1;
		return (credentials != null && colon > 0) ? decoded(credentials.substring(0, colon)) : null;
	}

	private static ConnectionDefinition.@Nullable Secret password(@Nullable String credentials) {
		if (credentials == null) {
			return null;
		}
		String password = decoded(credentials.substring(credentials.indexOf(':') + 1));
		return password.isEmpty() ? null : new ConnectionDefinition.Secret(password);
	}

	private static String decoded(String text) {
		return StringUtils.uriDecode(text, StandardCharsets.UTF_8);
	}

	private static @Nullable Integer database(@Nullable String digits) {
		return (digits != null && !digits.isEmpty()) ? Integer.valueOf(digits) : null;
	}

}
