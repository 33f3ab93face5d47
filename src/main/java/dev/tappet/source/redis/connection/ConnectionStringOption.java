package dev.tappet.source.redis.connection;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.springframework.util.StringUtils;

/**
 * The options that StackExchange.Redis knows in its connection strings. Most have no
 * meaning here and are there to be accepted.
 */
enum ConnectionStringOption {

	ABORT_CONNECT(Kind.FLAG), ALLOW_ADMIN(Kind.FLAG), ASYNC_TIMEOUT(Kind.MILLISECONDS), CHANNEL_PREFIX(Kind.TEXT),
	CHECK_CERTIFICATE_REVOCATION(Kind.FLAG), CONFIG_CHANNEL(Kind.TEXT), CONFIG_CHECK_SECONDS(Kind.NUMBER),
	CONNECT_RETRY(Kind.NUMBER), CONNECT_TIMEOUT(Kind.MILLISECONDS), DEFAULT_DATABASE(Kind.NUMBER),
	HEARTBEAT_CONSISTENCY_CHECKS(Kind.FLAG), HEARTBEAT_INTERVAL(Kind.NUMBER), HIGH_INTEGRITY(Kind.FLAG),
	HIGH_PRIORITY_SOCKET_THREADS(Kind.FLAG), KEEP_ALIVE(Kind.NUMBER), NAME(Kind.TEXT), PASSWORD(Kind.SECRET),
	PRESERVE_ASYNC_ORDER(Kind.FLAG), PROTOCOL(Kind.TEXT), PROXY(Kind.TEXT), RESOLVE_DNS(Kind.FLAG),
	RESPONSE_TIMEOUT(Kind.NUMBER), SERVICE_NAME(Kind.TEXT), SET_CLIENT_LIBRARY(Kind.FLAG), SSL(Kind.FLAG),
	SSL_HOST(Kind.TEXT), SSL_PROTOCOLS(Kind.TEXT), SYNC_TIMEOUT(Kind.MILLISECONDS), TIE_BREAKER(Kind.TEXT),
	TUNNEL(Kind.TEXT), USER(Kind.TEXT), VERSION(Kind.TEXT), WRITE_BUFFER(Kind.NUMBER);

	private final Kind kind;

	ConnectionStringOption(Kind kind) {
		this.kind = kind;
	}

	Kind kind() {
		return this.kind;
	}

	/**
	 * The name in camel case, as its documentation writes it.
	 */
	String text() {
		StringBuilder text = new StringBuilder();
		for (String word : StringUtils.delimitedListToStringArray(name().toLowerCase(Locale.ROOT), "_")) {
			text.append(text.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
		}
		return text.toString();
	}

	static Optional<ConnectionStringOption> find(String name) {
		return Arrays.stream(values()).filter((option) -> option.text().equalsIgnoreCase(name.strip())).findFirst();
	}

	static List<String> names() {
		return Arrays.stream(values()).map(ConnectionStringOption::text).toList();
	}

	/**
	 * What an option's value is.
	 */
	enum Kind {

		/** Yes or no. */
		FLAG,

		/** A whole number. */
		NUMBER,

		/** A number of milliseconds above zero. */
		MILLISECONDS,

		/** Anything. */
		TEXT,

		/** Anything, and never shown. */
		SECRET

	}

}
