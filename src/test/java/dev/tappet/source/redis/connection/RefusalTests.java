package dev.tappet.source.redis.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLHandshakeException;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalTests {

	private static @Nullable Refusal plain(Throwable cause) {
		return Refusal.of(new RedisConnectionException("Unable to connect to 127.0.0.1:6379", cause), false);
	}

	private static @Nullable Refusal tls(Throwable cause) {
		return Refusal.of(new RedisConnectionException("Unable to connect to 127.0.0.1:6379", cause), true);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			NOAUTH HELLO must be called with the client already authenticated | NO_PASSWORD
			NOAUTH Authentication required.                                   | NO_PASSWORD
			WRONGPASS invalid username-password pair or user is disabled.     | WRONG_PASSWORD
			ERR invalid password                                              | WRONG_PASSWORD
			ERR DB index is out of range                                      | NO_DATABASE
			ERR max number of clients reached                                 | FULL
			DENIED Redis is running in protected mode because protected mode  | PROTECTED
			LOADING Redis is loading the dataset in memory                    |
			""")
	void knowsWhatAServerAnswers(String answer, @Nullable Refusal refusal) {
		assertThat(plain(new RedisCommandExecutionException(answer))).isEqualTo(refusal);
		assertThat(tls(new RedisCommandExecutionException(answer))).isEqualTo(refusal);
	}

	@Test
	void knowsAServerInProtectedModeWhichLettuceTakesForNoAnswer() {
		assertThat(plain(new RedisConnectionException("DENIED Redis is running in protected mode")))
			.isEqualTo(Refusal.PROTECTED);
	}

	@Test
	void knowsAServerThatIsNotThere() {
		assertThat(plain(new ConnectException("finishConnect(..) failed with error(-111): Connection refused")))
			.isEqualTo(Refusal.UNREACHABLE);
		assertThat(tls(new ConnectException("Connection refused"))).isEqualTo(Refusal.UNREACHABLE);
		assertThat(plain(new UnknownHostException("Query failed with NXDOMAIN"))).isEqualTo(Refusal.UNKNOWN_HOST);
		assertThat(plain(new RedisCommandTimeoutException("Connection initialization timed out after 3 second(s)")))
			.isEqualTo(Refusal.UNREACHABLE);
	}

	@Test
	void knowsACertificateThatIsNotTrusted() {
		assertThat(tls(handshake(new CertPathBuilderException("unable to find valid certification path"))))
			.isEqualTo(Refusal.UNTRUSTED);
		assertThat(tls(handshake(new CertificateExpiredException("NotAfter: Sat Nov 21 23:23:06 UTC 2026"))))
			.isEqualTo(Refusal.UNTRUSTED);
	}

	@Test
	void knowsACertificateOfAnother() {
		for (String message : new String[] { "No subject alternative names matching IP address 127.0.0.1 found",
				"No subject alternative DNS name matching localhost found.", "No name matching localhost found" }) {
			assertThat(tls(handshake(new CertificateException(message)))).isEqualTo(Refusal.OTHER_NAME);
		}
	}

	private static Throwable handshake(Throwable cause) {
		return new DecoderException(new SSLHandshakeException(cause.getMessage()).initCause(cause));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			(certificate_required) Received fatal alert: certificate_required | CLIENT_CERTIFICATE
			Received fatal alert: bad_certificate                             | CLIENT_CERTIFICATE
			Received fatal alert: unknown_ca                                  | CLIENT_CERTIFICATE
			Received fatal alert: protocol_version                            | OTHER_TLS
			Received fatal alert: handshake_failure                           | OTHER_TLS
			No appropriate protocol (protocol is disabled or cipher suites are inappropriate) | OTHER_TLS
			""")
	void knowsWhatKeepsAHandshakeFromEnding(String message, Refusal refusal) {
		assertThat(tls(new DecoderException(new SSLHandshakeException(message)))).isEqualTo(refusal);
	}

	@Test
	void knowsAServerThatSpeaksNoTls() {
		assertThat(tls(new DecoderException(new NotSslRecordException("not an SSL/TLS record: 2d455252"))))
			.isEqualTo(Refusal.NO_TLS);
		assertThat(tls(new SslHandshakeTimeoutException("handshake timed out after 10000ms")))
			.isEqualTo(Refusal.NO_HANDSHAKE);
		assertThat(tls(new RedisCommandTimeoutException("Connection initialization timed out after 3 second(s)")))
			.isEqualTo(Refusal.NO_HANDSHAKE);
	}

	@Test
	void knowsAServerThatTakesTlsOnly() {
		assertThat(plain(new IOException("recvAddress(..) failed with error(-104): Connection reset by peer")))
			.isEqualTo(Refusal.HANGS_UP);
		assertThat(plain(new RedisException(Failures.CLOSED_EARLY))).isEqualTo(Refusal.HANGS_UP);
		assertThat(plain(new RedisException("Invalid first byte: 21 (\u0015) at buffer index 1 decoding using null")))
			.isEqualTo(Refusal.HANGS_UP);
		assertThat(plain(new RedisException("Invalid first byte: 72 (H) at buffer index 1 decoding using null")))
			.isEqualTo(Refusal.NO_REDIS);
	}

	@ParameterizedTest
	@EnumSource(Refusal.class)
	void leavesNoNameInItsSentence(Refusal refusal) {
		assertThat(refusal.sentence("cache:6379", "tappet.connections.a", "tappet.connections.a.url",
				"tappet.connections.a.password"))
			.doesNotContain("{", "}", "spring.data")
			.contains("cache:6379");
	}

}
