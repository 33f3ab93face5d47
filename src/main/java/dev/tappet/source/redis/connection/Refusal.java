package dev.tappet.source.redis.connection;

import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

import io.lettuce.core.RedisCommandExecutionException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a connection from being made, and what to do about it. A sentence may name
 * the server, and keys of the connection: where the address stands, what encrypts, and
 * what the credentials are.
 */
enum Refusal {

	/** Nothing answers. */
	UNREACHABLE("Redis at {server} does not answer; start it, or set {address}"),

	/** The host's name is not known. */
	UNKNOWN_HOST("the host of {server} is not known here; correct {address}"),

	/** It is something else. */
	NO_REDIS("what answers at {server} is no Redis; correct {address}"),

	/** It closes the connection, as whoever takes TLS only does. */
	HANGS_UP("{server} closes the connection before it answers; if it takes encrypted connections only, "
			+ "set {connection}.ssl.enabled (or ssl.bundle, or a rediss:// address)"),

	/** It speaks no TLS. */
	NO_TLS("{server} speaks no TLS on this port; set {connection}.ssl.enabled to false (and a rediss:// address to "
			+ "redis://, and remove ssl.bundle), or name its port for TLS"),

	/** It does not answer what opens TLS. */
	NO_HANDSHAKE("{server} does not answer the TLS handshake; if it speaks no TLS on this port, set "
			+ "{connection}.ssl.enabled to false (and a rediss:// address to redis://, and remove ssl.bundle)"),

	/** Nobody whom we trust vouches for it. */
	UNTRUSTED("the certificate of {server} is not trusted here; set {connection}.ssl.bundle to an SSL bundle whose "
			+ "truststore has the authority that signed it"),

	/** It is another one. */
	OTHER_NAME("the certificate of {server} is for another host; name a host in {address} that the certificate "
			+ "has, or give the server one for this host"),

	/** It wants to know who we are. */
	CLIENT_CERTIFICATE("{server} asks for a client certificate, or does not take the one that it was shown; set "
			+ "{connection}.ssl.bundle to an SSL bundle whose keystore has one that it trusts"),

	/** We have no way of speaking TLS in common. */
	OTHER_TLS("{server} agrees to no TLS version or cipher that is offered to it; correct options.enabled-protocols "
			+ "and options.ciphers of the SSL bundle in {connection}.ssl.bundle"),

	/** It wants a password. */
	NO_PASSWORD("{server} refuses the credentials: it wants a password; set {credentials}"),

	/** It wants another password, or another user. */
	WRONG_PASSWORD("{server} refuses the credentials; correct {credentials}"),

	/** It does not take the token. */
	REFUSED_TOKEN(
			"{server} refuses the token of {credentials}; give this identity access to the Redis, or correct those "
					+ "keys; {connection}.username, where it is set, must be the object id of the identity"),

	/** Nobody gives one. */
	NO_TOKEN("there is no token to sign in to {server} with; correct {credentials}, or wait until its token service "
			+ "answers; it is tried again"),

	/** It has fewer databases. */
	NO_DATABASE("{server} has no such database; correct {connection}.database"),

	/** It has no room. */
	FULL("{server} takes no more clients; raise its maxclients, or have others close theirs; it is tried again"),

	/** It talks to its own host only. */
	PROTECTED("{server} is in protected mode and takes connections from its own host only; give it a password and "
			+ "set {credentials}, or set its protected-mode to no");

	private final String sentence;

	Refusal(String sentence) {
		this.sentence = sentence;
	}

	/**
	 * Says it.
	 * @param server where the server is
	 * @param connection the prefix of the connection's keys
	 * @param address which of them say where it is
	 * @param credentials which of them say who we are
	 * @return the sentence, without the details
	 */
	String sentence(String server, String connection, String address, String credentials) {
		return this.sentence.replace("{server}", server)
			.replace("{connection}", connection)
			.replace("{address}", address)
			.replace("{credentials}", credentials);
	}

	/** The code of its kind: in which way nothing answers is no news. */
	String code() {
		return switch (this) {
			case UNREACHABLE, HANGS_UP, NO_HANDSHAKE -> "UNREACHABLE";
			case UNKNOWN_HOST, NO_REDIS, NO_TLS, UNTRUSTED, OTHER_NAME, CLIENT_CERTIFICATE, OTHER_TLS, NO_PASSWORD,
					WRONG_PASSWORD, REFUSED_TOKEN, NO_TOKEN, NO_DATABASE, FULL, PROTECTED ->
				name();
		};
	}

	/** What it is where a token stands for the password. */
	Refusal withToken() {
		return (this == NO_PASSWORD || this == WRONG_PASSWORD) ? REFUSED_TOKEN : this;
	}

	/**
	 * Tells from a failure to connect what it was.
	 * @param failure the failure with its causes
	 * @param tls whether TLS was spoken
	 * @return what it was, or {@code null} for an answer of another kind
	 */
	static @Nullable Refusal of(Throwable failure, boolean tls) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof TokenException) {
				return NO_TOKEN;
			}
			if (cause instanceof RedisCommandExecutionException || message(cause).startsWith("DENIED")) {
				return ofAnswer(message(cause));
			}
			Refusal found = ofHandshake(cause);
			if (found != null) {
				return found;
			}
			if (cause instanceof UnknownHostException) {
				return UNKNOWN_HOST;
			}
			if (message(cause).startsWith("Invalid first byte")) {
				// An alert of TLS begins with 21.
				return message(cause).startsWith("Invalid first byte: 21 ") ? HANGS_UP : NO_REDIS;
			}
		}
		boolean late = chain(failure).anyMatch((cause) -> message(cause).contains("timed out"));
		boolean closed = chain(failure).anyMatch(Refusal::isEnd);
		if (tls && (late || closed)) {
			return isConnectTimeout(failure) ? UNREACHABLE : NO_HANDSHAKE;
		}
		return (closed && !tls) ? HANGS_UP : UNREACHABLE;
	}

	private static @Nullable Refusal ofHandshake(Throwable cause) {
		if (cause instanceof NotSslRecordException) {
			return NO_TLS;
		}
		if (cause instanceof SslHandshakeTimeoutException) {
			return NO_HANDSHAKE;
		}
		String message = message(cause);
		if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
			return OTHER_NAME;
		}
		if (cause instanceof SSLException && message.contains("fatal alert")) {
			return has(message, "certificate", "unknown_ca", "access_denied") ? CLIENT_CERTIFICATE : OTHER_TLS;
		}
		if (cause instanceof SSLException && has(message, "no appropriate protocol", "no negotiable cipher")) {
			return OTHER_TLS;
		}
		if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
			return UNTRUSTED;
		}
		boolean deepest = cause.getCause() == null;
		return (cause instanceof CertificateException && deepest) ? UNTRUSTED : null;
	}

	private static @Nullable Refusal ofAnswer(String message) {
		if (message.startsWith("NOAUTH")) {
			return NO_PASSWORD;
		}
		if (has(message, "wrongpass", "invalid password", "invalid username-password", "called without any password")) {
			return WRONG_PASSWORD;
		}
		if (has(message, "db index is out of range", "invalid db index")) {
			return NO_DATABASE;
		}
		if (has(message, "max number of clients")) {
			return FULL;
		}
		return message.startsWith("DENIED") ? PROTECTED : null;
	}

	/** Whether the connection was made and ended by the server. */
	private static boolean isEnd(Throwable cause) {
		return (cause instanceof IOException && has(message(cause), "reset by peer", "closed", "broken pipe"))
				|| message(cause).contains(Failures.CLOSED_EARLY) || message(cause).contains("Connection closed");
	}

	private static boolean isConnectTimeout(Throwable failure) {
		return chain(failure).anyMatch((cause) -> has(message(cause), "connection timed out", "connect timed out")
				|| cause instanceof java.net.ConnectException);
	}

	private static Stream<Throwable> chain(Throwable failure) {
		return Stream.iterate(failure, (cause) -> cause != null, Throwable::getCause);
	}

	private static boolean has(String message, String... parts) {
		String text = message.toLowerCase(Locale.ROOT);
		return Stream.of(parts).anyMatch(text::contains);
	}

	private static String message(Throwable cause) {
		return (cause.getMessage() != null) ? cause.getMessage() : "";
	}

}
