package dev.tappet.source.kafka.connection;

import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.security.auth.login.LoginException;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;

/**
 * Tells failures of Kafka's clients apart.
 */
final class KafkaFailures {

	private static final Pattern PROPERTY = Pattern.compile("for configuration (?<name>[\\w.]+)");

	private KafkaFailures() {
	}

	/**
	 * What a failure comes down to.
	 *
	 * @param refusal what it is
	 * @param detail what the client says about it, or {@code null} where that may quote a
	 * secret
	 */
	record Cause(KafkaRefusal refusal, @Nullable String detail) {
	}

	static Cause cause(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			KafkaRefusal refusal = of(cause);
			if (refusal != null) {
				return new Cause(refusal, detail(cause, refusal));
			}
		}
		return new Cause(KafkaRefusal.OTHER, message(deepest(failure)));
	}

	private static @Nullable KafkaRefusal of(Throwable cause) {
		return switch (cause) {
			case SslAuthenticationException ex -> tls(ex);
			case UnsupportedSaslMechanismException ex -> KafkaRefusal.OTHER_MECHANISM;
			case IllegalSaslStateException ex -> KafkaRefusal.NO_CREDENTIALS;
			case SaslAuthenticationException ex ->
				chain(ex).anyMatch(KafkaFailures::isLogin) ? KafkaRefusal.NO_LOGIN : KafkaRefusal.WRONG_PASSWORD;
			case TopicAuthorizationException ex -> KafkaRefusal.TOPIC_FORBIDDEN;
			case GroupAuthorizationException ex -> KafkaRefusal.GROUP_FORBIDDEN;
			case AuthorizationException ex -> KafkaRefusal.FORBIDDEN;
			case UnknownTopicOrPartitionException ex -> KafkaRefusal.UNKNOWN_TOPIC;
			case InvalidTopicException ex -> KafkaRefusal.UNKNOWN_TOPIC;
			case UnsupportedVersionException ex -> KafkaRefusal.OTHER_VERSION;
			case TimeoutException ex -> KafkaRefusal.LATE;
			case DisconnectException ex -> KafkaRefusal.LATE;
			case RetriableException ex -> KafkaRefusal.FOR_NOW;
			case ConfigException ex -> message(ex).contains("No resolvable bootstrap") ? KafkaRefusal.UNKNOWN_HOST
					: isLogin(ex) ? KafkaRefusal.NO_LOGIN : KafkaRefusal.BAD_PROPERTY;
			case UnknownHostException ex -> KafkaRefusal.UNKNOWN_HOST;
			case NoSuchSslBundleException ex -> KafkaRefusal.CERTIFICATES;
			default -> isLogin(cause) ? KafkaRefusal.NO_LOGIN : null;
		};
	}

	private static boolean isLogin(Throwable cause) {
		return cause instanceof LoginException || message(cause).contains("oauthbearer");
	}

	private static KafkaRefusal tls(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			KafkaRefusal refusal = handshake(cause);
			if (refusal != null) {
				return refusal;
			}
		}
		return KafkaRefusal.NO_HANDSHAKE;
	}

	private static @Nullable KafkaRefusal handshake(Throwable cause) {
		String message = message(cause);
		if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
			return KafkaRefusal.OTHER_NAME;
		}
		if (cause instanceof SSLException
				&& has(message, "not an ssl/tls record", "unrecognized ssl message", "unsupported or unrecognized")) {
			return KafkaRefusal.NO_TLS;
		}
		if (cause instanceof SSLException && message.contains("fatal alert")) {
			return has(message, "certificate", "unknown_ca", "access_denied") ? KafkaRefusal.CLIENT_CERTIFICATE
					: KafkaRefusal.OTHER_TLS;
		}
		if (cause instanceof SSLException && has(message, "no appropriate protocol", "no negotiable cipher")) {
			return KafkaRefusal.OTHER_TLS;
		}
		if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
			return KafkaRefusal.UNTRUSTED;
		}
		return (cause instanceof CertificateException && cause.getCause() == null) ? KafkaRefusal.UNTRUSTED : null;
	}

	/** What a client says of a property quotes its value. */
	private static @Nullable String detail(Throwable cause, KafkaRefusal refusal) {
		if (cause instanceof ConfigException && refusal == KafkaRefusal.BAD_PROPERTY) {
			Matcher property = PROPERTY.matcher(message(cause));
			return property.find() ? property.group("name") : null;
		}
		return message((refusal == KafkaRefusal.LATE) ? cause : deepest(cause));
	}

	private static Throwable deepest(Throwable failure) {
		return chain(failure).reduce(failure, (one, other) -> other);
	}

	private static Stream<Throwable> chain(Throwable failure) {
		return Stream.iterate(failure, (cause) -> cause != null, Throwable::getCause);
	}

	private static boolean has(String message, String... parts) {
		String text = message.toLowerCase(Locale.ROOT);
		return Stream.of(parts).anyMatch(text::contains);
	}

	private static String message(Throwable cause) {
		return (cause.getMessage() != null) ? cause.getMessage()
				: cause.getClass().getSimpleName().toLowerCase(Locale.ROOT);
	}

}
