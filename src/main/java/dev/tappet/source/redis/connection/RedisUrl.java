package dev.tappet.source.redis.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A {@code redis://} or {@code rediss://} address with the meaning that it has for Spring
 * Boot: credentials without a colon are a password, and no database is the first.
 *
 * @param node the host and port
 * @param username the ACL user, or {@code null}
 * @param password the password, or {@code null}
 * @param database the database
 * @param ssl whether the connection is encrypted
 */
record RedisUrl(ConnectionDefinition.Node node, @Nullable String username, @Nullable Secret password, int database,
		boolean ssl) {

	private static final int DEFAULT_PORT = 6379;

	private static final Pattern URL = Pattern.compile(
			"(?<scheme>rediss?)://(?<authority>((?<credentials>[^@]*)@)?(?<address>[^/?#@]*))(/(?<database>\\d{0,9}))?");

	private static final Pattern LENIENT = Pattern
		.compile("rediss?://((?<credentials>.*)@)?(?<address>[^/?#@]*)(?<rest>.*)");

	private static final String HOST = "[\\w.-]*[A-Za-z_.][\\w.-]*|[\\d.]+|\\[[\\da-fA-F:.]+\\]";

	private static final String HOST_PORT = ":\\d{1,4}|:[1-5]\\d{4}|:6[0-5]\\d{3}";

	private static final Pattern PLAIN = Pattern
		.compile("(rediss?://)(?:.*@)?((?:%s)(?:%s)?(?:/\\d*)?)".formatted(HOST, HOST_PORT));

	private static final Pattern SCHEME = Pattern.compile("[A-Za-z]+://");

	private static final Pattern ESCAPE = Pattern.compile("%(?![\\da-fA-F]{2})");

	/**
	 * Parses an address.
	 * @param text the address
	 * @return its parts, or nothing if it is none
	 */
	static Optional<RedisUrl> parse(String text) {
		Matcher url = URL.matcher(text);
		if (!url.matches() || !isAuthority(text, url.group("authority"))) {
			return Optional.empty();
		}
		String credentials = decoded(url.group("credentials"));
		return NodeAddress.parse(url.group("address"), DEFAULT_PORT)
			.map((node) -> new RedisUrl(node, username(credentials), password(credentials),
					database(url.group("database")), url.group("scheme").equals("rediss")));
	}

	/**
	 * Whether Spring Boot finds host and port too: it takes no host with an underscore,
	 * and knows no default port.
	 */
	static boolean isCompleteForSpringBoot(String text) {
		URI uri = URI.create(text);
		return uri.getHost() != null && uri.getPort() > 0;
	}

	/**
	 * Says what keeps a text from being an address, and shows nothing of it.
	 */
	static String fault(String text) {
		Matcher url = LENIENT.matcher(text);
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
		if (credentials == null) {
			return "It holds a sign that no address does, such as a space.";
		}
		return ESCAPE.matcher(credentials).find() ? "A % in the credentials is not followed by two hexadecimal digits."
				: "The credentials hold a sign that must be percent-encoded.";
	}

	/**
	 * An address as it may be shown: with its host if it is one beyond doubt, since where
	 * the host was forgotten the credentials stand in its place.
	 */
	static String mask(String text) {
		Matcher plain = PLAIN.matcher(text);
		if (!plain.matches()) {
			Matcher scheme = SCHEME.matcher(text);
			return (scheme.lookingAt() ? scheme.group() : "") + Secret.MASK;
		}
		return plain.group(1) + (text.contains("@") ? Secret.MASK + "@" : "") + plain.group(2);
	}

	/** Whether a text begins like an address, whatever follows. */
	static boolean looksLikeOne(String text) {
		return SCHEME.matcher(text.strip()).lookingAt();
	}

	/**
	 * Whether an address is put together as we took it apart: what Spring Boot cannot
	 * parse, or takes for something else, it prints.
	 */
	private static boolean isAuthority(String text, String authority) {
		try {
			return authority.equals(new URI(text).getRawAuthority());
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	private static @Nullable String username(@Nullable String credentials) {
		int colon = (credentials != null) ? credentials.indexOf(':') : -1;
		return (credentials != null && colon > 0) ? credentials.substring(0, colon) : null;
	}

	private static @Nullable Secret password(@Nullable String credentials) {
		return (credentials != null) ? ConnectionReader.secret(credentials.substring(credentials.indexOf(':') + 1))
				: null;
	}

	private static @Nullable String decoded(@Nullable String text) {
		return (text != null) ? StringUtils.uriDecode(text, StandardCharsets.UTF_8) : null;
	}

	private static int database(@Nullable String digits) {
		return (digits != null && !digits.isEmpty()) ? Integer.parseInt(digits) : 0;
	}

}
