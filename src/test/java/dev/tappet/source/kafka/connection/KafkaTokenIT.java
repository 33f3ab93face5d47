package dev.tappet.source.kafka.connection;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.security.auth.callback.Callback;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A broker that takes tokens of an OAuth server.
 */
class KafkaTokenIT {

	private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

	@TempDir
	static Path folder;

	private static TokenServer tokens;

	private static EmbeddedKafkaKraftBroker broker;

	@BeforeAll
	static void start() throws Exception {
		tokens = new TokenServer();
		String keys = tokens.writeKeys(folder.resolve("keys.json")).toUri().toString();
		System.setProperty(ALLOWED, tokens.url() + "," + keys);
		String prefix = "listener.name.oauth.oauthbearer.";
		broker = new EmbeddedKafkaKraftBroker(1, 1);
		broker
			.brokerProperties(Map.of("listeners", "EXTERNAL://localhost:0,OAUTH://localhost:0,CONTROLLER://localhost:0",
					"listener.security.protocol.map", "EXTERNAL:PLAINTEXT,OAUTH:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
					"listener.name.oauth.sasl.enabled.mechanisms", "OAUTHBEARER", prefix + "sasl.jaas.config",
					Jaas.bearer(), prefix + "sasl.server.callback.handler.class",
					"org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler",
					prefix + "sasl.oauthbearer.jwks.endpoint.url", keys));
		broker.afterPropertiesSet();
	}

	@AfterAll
	static void stop() {
		if (broker != null) {
			broker.destroy();
		}
		if (tokens != null) {
			tokens.close();
		}
		System.clearProperty(ALLOWED);
	}

	@Test
	void talksWithAToken() throws Exception {
		long begun = System.nanoTime();
		KafkaClients clients = clients(TokenServer.SECRET);
		assertThat(clients.obstacle()).isNull();
		try (Admin admin = Admin.create(clients.admin())) {
			assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS)).hasSize(1);
		}
		System.out.printf("a token: sent 0, handled 0, answered after %d ms%n",
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
		assertThat(tokens.asked).contains("me:" + TokenServer.SECRET);
	}

	@Test
	void tellsThatNoTokenIsGiven() {
		long begun = System.nanoTime();
		KafkaClients clients = clients("swordfish");
		Throwable failure = catchThrowable(() -> {
			try (Admin admin = Admin.create(clients.admin())) {
				admin.describeCluster().nodes().get(30, TimeUnit.SECONDS);
			}
		});
		String told = clients.explain(Objects.requireNonNull(failure));
		System.out.printf("no token: sent 0, handled 0, told after %d ms: %s%n",
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun), told);
		assertThat(told).contains("no credentials could be had for localhost:").doesNotContain("swordfish");
	}

	@Test
	void asksForTheNextTokenWithTheSecretThatThereIsThen() throws Exception {
		AtomicReference<String> secret = new AtomicReference<>("swordfish");
		Supplier<ClientProperties> latest = () -> new ClientProperties(
				Map.of(LatestTokens.ID, "me", LatestTokens.SECRET, secret.get()));
		Map<String, Object> properties = clients("swordfish").admin();
		assertThat(properties).containsEntry("sasl.login.callback.handler.class", LatestTokens.class);
		properties.put(LatestTokens.CREDENTIALS, latest);
		AdminClientConfig read = new AdminClientConfig(properties);
		Map<String, Object> given = new HashMap<>(properties);
		given.putAll(read.values());
		LatestTokens handler = new LatestTokens();
		handler.configure(given, "OAUTHBEARER", JaasContext.loadClientContext(given).configurationEntries());
		OAuthBearerTokenCallback callback = new OAuthBearerTokenCallback();
		assertThat(catchThrowable(() -> handler.handle(new Callback[] { callback }))).isNotNull();
		secret.set(TokenServer.SECRET);
		handler.handle(new Callback[] { callback });
		assertThat(callback.token()).isNotNull();
		assertThat(tokens.asked).contains("me:swordfish", "me:" + TokenServer.SECRET);
	}

	private static KafkaClients clients(String secret) {
		int port = Objects.requireNonNull(broker.getCluster())
			.brokers()
			.values()
			.iterator()
			.next()
			.boundPort(new ListenerName("OAUTH"));
		return Defined.clients(Defined.named("bootstrap-servers=localhost:" + port, "protocol=sasl-plaintext",
				"authentication-mode=oauth-bearer", "username=me", "password=" + secret,
				"properties.sasl.oauthbearer.token.endpoint.url=" + tokens.url()));
	}

}
