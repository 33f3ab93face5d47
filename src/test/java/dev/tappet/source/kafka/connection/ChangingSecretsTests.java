package dev.tappet.source.kafka.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;

import dev.tappet.source.Connections;
import dev.tappet.trigger.InstanceId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client that stands shows who it is with, while the files change.
 */
class ChangingSecretsTests {

	private static final String PREFIX = "tappet.connections.events.kafka.";

	private static final String STRING = "Endpoint=sb://n.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey=";

	private final StandardEnvironment environment = new StandardEnvironment();

	@TempDir
	private Path folder;

	@BeforeEach
	void mountSecrets() throws IOException {
		write("first");
		this.environment.getPropertySources()
			.addLast(new ConfigTreePropertySource("secrets", this.folder,
					ConfigTreePropertySource.Option.AUTO_TRIM_TRAILING_NEW_LINE));
	}

	private void write(String secret) throws IOException {
		Files.writeString(this.folder.resolve("secret"), secret + "\n");
	}

	private KafkaClients named(KafkaConnectionDefinition definition, Map<String, Object> keys) {
		this.environment.getPropertySources().addFirst(new MapPropertySource("keys", keys));
		return clients(new Connections(List.of(definition)), "events");
	}

	private KafkaClients clients(Connections connections, String name) {
		return new ConfiguredKafkaConnections(connections, new InstanceId("me"), DefaultSslBundleRegistry::new,
				this.environment)
			.get(name);
	}

	/** What a connection is signed in with that is made by these properties. */
	private static String signedIn(Map<String, Object> properties) throws Exception {
		LatestCredentials handler = new LatestCredentials();
		assertThat(properties).containsEntry("sasl.client.callback.handler.class", LatestCredentials.class);
		handler.configure(properties, "PLAIN", List.of());
		NameCallback name = new NameCallback("user");
		PasswordCallback password = new PasswordCallback("password", false);
		handler.handle(new Callback[] { name, password });
		return name.getName() + ":" + new String(password.getPassword());
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "scram-sha256", "scram-sha512" })
	void signsInWithThePasswordThatAFileHasNow(String mode) throws Exception {
		KafkaClients clients = named(
				Defined.named("bootstrap-servers=localhost:1", "protocol=sasl-ssl", "authentication-mode=" + mode,
						"username=me", "password=first"),
				Map.of(PREFIX + "bootstrap-servers", "elsewhere:1", PREFIX + "protocol", "sasl-ssl",
						PREFIX + "authentication-mode", mode, PREFIX + "username", "me", PREFIX + "password",
						"${secret}"));
		Map<String, Object> properties = clients.admin();
		assertThat(signedIn(properties)).isEqualTo("me:first");
		write("second \"quoted\"");
		assertThat(signedIn(properties)).isEqualTo("me:second \"quoted\"");
		assertThat(clients.consumer().get("sasl.jaas.config")).asString().contains("second");
		// The address is that of the start.
		assertThat(clients.producer()).containsEntry("bootstrap.servers", "localhost:1");
	}

	@Test
	void signsInWithTheConnectionStringThatAFileHasNow() throws Exception {
		KafkaClients clients = named(Defined.named("event-hubs-connection-string=" + STRING + "first"),
				Map.of(PREFIX + "event-hubs-connection-string", STRING + "${secret}"));
		Map<String, Object> properties = clients.consumer();
		write("second");
		assertThat(signedIn(properties)).isEqualTo("$ConnectionString:" + STRING + "second");
	}

	@Test
	void signsInWithTheLoginThatTheDefaultConnectionHasNow() throws Exception {
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("keys",
					Map.of("spring.kafka.security.protocol", "SASL_SSL", "spring.kafka.properties.sasl.mechanism",
							"PLAIN", "spring.kafka.properties.sasl.jaas.config",
							Jaas.plain("me", "x").replace("\"x\"", "\"${secret}\""))));
		Map<String, Object> properties = clients(new Connections(List.of()), "default").admin();
		assertThat(signedIn(properties)).isEqualTo("me:first");
		write("second");
		assertThat(signedIn(properties)).isEqualTo("me:second");
	}

	@Test
	void keepsThePasswordThatThereWasWhileItsFileIsAway() throws Exception {
		Map<String, Object> properties = named(
				Defined.named("bootstrap-servers=localhost:1", "protocol=sasl-ssl", "username=me", "password=at start"),
				Map.of(PREFIX + "bootstrap-servers", "localhost:1", PREFIX + "protocol", "sasl-ssl",
						PREFIX + "username", "me", PREFIX + "password", "${secret}"))
			.admin();
		Files.delete(this.folder.resolve("secret"));
		assertThat(signedIn(properties)).isEqualTo("me:at start");
	}

	@Test
	void asksTheRegistryWithThePasswordThatAFileHasNow() throws Exception {
		KafkaClients clients = named(
				Defined.named("bootstrap-servers=localhost:1", "schema-registry.url=http://r",
						"schema-registry.username=me", "schema-registry.password=first"),
				Map.of(PREFIX + "bootstrap-servers", "localhost:1", PREFIX + "schema-registry.url", "http://r",
						PREFIX + "schema-registry.username", "me", PREFIX + "schema-registry.password", "${secret}"));
		write("second");
		assertThat(Objects.requireNonNull(clients.registry()).password()).isEqualTo(new Secret("second"));
	}

	@Test
	void leavesAHandlerOfTheUsersAlone() {
		KafkaClients clients = Defined.clients(Defined.named("bootstrap-servers=localhost:1", "protocol=sasl-ssl",
				"username=me", "password=p", "properties.sasl.client.callback.handler.class=com.example.Own"));
		assertThat(clients.admin()).containsEntry("sasl.client.callback.handler.class", "com.example.Own");
	}

}
