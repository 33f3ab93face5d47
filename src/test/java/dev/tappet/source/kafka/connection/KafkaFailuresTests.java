package dev.tappet.source.kafka.connection;

import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.security.auth.login.LoginException;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaFailuresTests {

	static Stream<Arguments> failures() {
		return Stream.of(Arguments.of(KafkaRefusal.WRONG_PASSWORD, new SaslAuthenticationException("no")),
				Arguments.of(KafkaRefusal.OTHER_MECHANISM, new UnsupportedSaslMechanismException("[PLAIN]")),
				Arguments.of(KafkaRefusal.NO_CREDENTIALS, new IllegalSaslStateException("none")),
				Arguments.of(KafkaRefusal.TOPIC_FORBIDDEN, new TopicAuthorizationException(Set.of("t"))),
				Arguments.of(KafkaRefusal.GROUP_FORBIDDEN, GroupAuthorizationException.forGroupId("g")),
				Arguments.of(KafkaRefusal.FORBIDDEN, new ClusterAuthorizationException("no")),
				Arguments.of(KafkaRefusal.UNKNOWN_TOPIC, new UnknownTopicOrPartitionException("t")),
				Arguments.of(KafkaRefusal.OTHER_VERSION, new UnsupportedVersionException("v")),
				Arguments.of(KafkaRefusal.LATE, new TimeoutException("late")),
				Arguments.of(KafkaRefusal.LATE, new DisconnectException()),
				Arguments.of(KafkaRefusal.FOR_NOW, new NotLeaderOrFollowerException("moved")),
				Arguments.of(KafkaRefusal.UNKNOWN_HOST,
						new KafkaException("Failed to construct", new ConfigException("No resolvable bootstrap urls"))),
				Arguments.of(KafkaRefusal.UNKNOWN_HOST, new KafkaException("x", new UnknownHostException("h"))),
				Arguments.of(KafkaRefusal.NO_LOGIN, new KafkaException("x", new LoginException("no ticket"))),
				Arguments.of(KafkaRefusal.BAD_PROPERTY, new ConfigException("a.b", "c")),
				Arguments.of(KafkaRefusal.UNTRUSTED,
						tls(new SSLHandshakeException("path"), new CertPathBuilderException("unable to find"))),
				Arguments.of(KafkaRefusal.OTHER_NAME,
						tls(new SSLHandshakeException("x"), new CertificateException("No name matching h found"))),
				Arguments.of(KafkaRefusal.CLIENT_CERTIFICATE,
						tls(new SSLHandshakeException("Received fatal alert: bad_certificate"))),
				Arguments.of(KafkaRefusal.OTHER_TLS,
						tls(new SSLHandshakeException("Received fatal alert: protocol_version"))),
				Arguments.of(KafkaRefusal.NO_TLS, tls(new SSLException("Unsupported or unrecognized SSL message"))),
				Arguments.of(KafkaRefusal.OTHER, new IllegalStateException("x")));
	}

	private static Throwable tls(Throwable... causes) {
		for (int i = 1; i < causes.length; i++) {
			causes[i - 1].initCause(causes[i]);
		}
		return new SslAuthenticationException("SSL handshake failed", causes[0]);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void tellsThemApart(KafkaRefusal refusal, Throwable failure) {
		assertThat(KafkaFailures.cause(failure).refusal()).isEqualTo(refusal);
		assertThat(KafkaFailures.cause(new KafkaException("wrapped", new ExecutionException(failure))).refusal())
			.isEqualTo(refusal);
	}

	@ParameterizedTest
	@EnumSource(KafkaRefusal.class)
	void fillsEverySentenceForEveryKindOfConnection(KafkaRefusal refusal) {
		for (Wording wording : Wording.values()) {
			String name = (wording == Wording.SPRING) ? "default" : "events";
			KafkaConnectionDefinition definition = new KafkaConnectionDefinition(name, List.of("a:1"),
					new ClientProperties(Map.of()), null, null, wording);
			assertThat(new Sentences(definition).say(refusal, "b:2", "more")).doesNotContain("{", "}")
				.endsWith(" (more)");
		}
	}

	@Test
	void namesTheKeysOfTheConnection() {
		KafkaConnectionDefinition definition = Defined.named("bootstrap-servers=a:1");
		assertThat(new Sentences(definition).say(KafkaRefusal.WRONG_PASSWORD, "a:1", null))
			.isEqualTo("a:1 refuses the credentials; correct tappet.connections.events.kafka.username and password");
		assertThat(new Sentences(Defined.spring("bootstrap-servers=a:1")).say(KafkaRefusal.WRONG_PASSWORD, "a:1", null))
			.isEqualTo("a:1 refuses the credentials; correct spring.kafka.properties.sasl.jaas.config");
	}

	@Test
	void repeatsNoSecret() {
		KafkaConnectionDefinition definition = Defined.named("bootstrap-servers=a:1",
				"properties.sasl.jaas.config=hunter2 hunter2", "properties.ssl.keystore.password=swordfish");
		String said = new Sentences(definition).say(KafkaRefusal.OTHER, "a:1",
				"cannot take hunter2 hunter2 with swordfish, password=opensesame, http://u:pw@h");
		assertThat(said).doesNotContain("hunter2", "swordfish", "opensesame", "pw@");
		assertThat(KafkaFailures.cause(new ConfigException("sasl.jaas.config", "hunter2", "not so")).detail())
			.isEqualTo("sasl.jaas.config");
	}

}
