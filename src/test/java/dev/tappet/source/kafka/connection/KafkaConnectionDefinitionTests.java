package dev.tappet.source.kafka.connection;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.login.AppConfigurationEntry;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class KafkaConnectionDefinitionTests {

	@Test
	void namesItsBrokers() {
		KafkaConnectionDefinition definition = Defined.named("bootstrap-servers=SSL://a:9093, b:9093");
		assertThat(definition.place()).isEqualTo("a:9093, b:9093");
		assertThat(definition.properties().get("bootstrap.servers")).isEqualTo("a:9093,b:9093");
		assertThat(definition.protocol()).isEqualTo(Protocol.PLAINTEXT);
	}

	@ParameterizedTest
	@CsvSource({ "plain, PLAIN, plain.PlainLoginModule", "scram-sha256, SCRAM-SHA-256, scram.ScramLoginModule",
			"scram-sha512, SCRAM-SHA-512, scram.ScramLoginModule" })
	void sendsCredentials(String mode, String mechanism, String module) {
		Map<String, String> properties = Defined
			.named("bootstrap-servers=a:1", "protocol=sasl-ssl", "authentication-mode=" + mode, "username=u",
					"password=p")
			.properties()
			.values();
		assertThat(properties).containsEntry("security.protocol", "SASL_SSL")
			.containsEntry("sasl.mechanism", mechanism)
			.containsEntry("sasl.jaas.config",
					"org.apache.kafka.common.security." + module + " required username=\"u\" password=\"p\";");
	}

	@ParameterizedTest
	@ValueSource(strings = { "p", "a\"b", "a\\b", "a b;c", "\\101", "//x", "/*x*/", "'", "a\nb", "ü€", "=\"", "p\\" })
	void quotesAPasswordSoThatItIsReadAsItWasWritten(String password) {
		JaasContext context = JaasContext
			.loadClientContext(Map.of("sasl.jaas.config", new Password(Jaas.plain("us\"er", password))));
		AppConfigurationEntry entry = context.configurationEntries().getFirst();
		assertThat(entry.getOptions().get("password")).isEqualTo(password);
		assertThat(entry.getOptions().get("username")).isEqualTo("us\"er");
	}

	@Test
	void readsAnEventHubsString() {
		String text = "Endpoint=sb://n.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey=a=b+c/==";
		KafkaConnectionDefinition definition = Defined.named("event-hubs-connection-string=" + text);
		assertThat(definition.place()).isEqualTo("n.servicebus.windows.net:9093");
		assertThat(definition.protocol()).isEqualTo(Protocol.SASL_SSL);
		assertThat(definition.properties().values()).containsEntry("sasl.mechanism", "PLAIN")
			.containsEntry("sasl.jaas.config", Jaas.plain("$ConnectionString", text));
		assertThat(Defined.named("event-hubs-connection-string=" + text + ";UseDevelopmentEmulator=true").place())
			.isEqualTo("n.servicebus.windows.net:9092");
	}

	@ParameterizedTest
	@CsvSource({ "n.servicebus.windows.net:9093, true", "N.ServiceBus.Windows.net:9093, true",
			"n.servicebus.usgovcloudapi.net:9093, true", "servicebus.windows.net:9093, false",
			"n.servicebus.windows.net.example:9093, false", "kafka.example:9093, false" })
	void knowsEventHubsByItsName(String broker, boolean namespace) {
		KafkaConnectionDefinition definition = Defined.named("bootstrap-servers=" + broker, "protocol=sasl-ssl",
				"username=$ConnectionString", "password=p");
		assertThat(Defined.clients(definition).consumer().get("request.timeout.ms"))
			.isEqualTo(namespace ? 60_000 : 10_000);
	}

	@Test
	void givesKerberosItsLogin() {
		String line = "com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true "
				+ "keyTab=\"/etc/me.keytab\" principal=\"me@EXAMPLE.COM\";";
		Map<String, Object> properties = Defined.clients(Defined.named("bootstrap-servers=localhost:1",
				"protocol=sasl-ssl", "authentication-mode=gssapi", "properties.sasl.jaas.config=" + line))
			.consumer();
		properties.putAll(Map.of("key.deserializer", ByteArrayDeserializer.class, "value.deserializer",
				ByteArrayDeserializer.class));
		ConsumerConfig read = new ConsumerConfig(properties);
		assertThat(read.getString("sasl.mechanism")).isEqualTo("GSSAPI");
		assertThat(read.getString("sasl.kerberos.service.name")).isEqualTo("kafka");
		assertThat(read.getPassword("sasl.jaas.config").value()).isEqualTo(line);
		// Kafka's own way of a ticket, which is renewed by itself.
		assertThat(read.getClass("sasl.client.callback.handler.class")).isNull();
		AppConfigurationEntry entry = JaasContext.loadClientContext(read.values()).configurationEntries().getFirst();
		assertThat(entry.getLoginModuleName()).endsWith("Krb5LoginModule");
		assertThat(entry.getOptions().get("principal")).isEqualTo("me@EXAMPLE.COM");
	}

	@Test
	void takesTheServiceAndTheLoginOfKerberosFromElsewhere() {
		String file = "java.security.auth.login.config";
		KafkaKeys keys = Defined.keys("bootstrap-servers=localhost:1", "protocol=sasl-plaintext",
				"authentication-mode=gssapi", "properties.sasl.kerberos.service.name=broker");
		Map<String, String> properties = new KafkaKeysReader("events", keys, new KnownBundles(() -> null),
				Defined.sound("authentication-mode"), (name) -> name.equals(file) ? "/etc/jaas.conf" : null)
			.read()
			.properties()
			.values();
		assertThat(properties).containsEntry("sasl.mechanism", "GSSAPI")
			.containsEntry("sasl.kerberos.service.name", "broker")
			.containsEntry("security.protocol", "SASL_PLAINTEXT")
			.doesNotContainKey("sasl.jaas.config");
	}

	@Test
	void saysThatThereIsNoTicket() {
		KafkaClients clients = Defined
			.clients(Defined.named("bootstrap-servers=localhost:1", "protocol=sasl-ssl", "authentication-mode=gssapi",
					"properties.sasl.jaas.config=com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true "
							+ "doNotPrompt=true keyTab=\"/nowhere/me.keytab\" principal=\"me@EXAMPLE.COM\";"));
		Throwable failure = catchThrowable(() -> Admin.create(clients.admin()).close());
		assertThat(clients.explain(Objects.requireNonNull(failure)))
			.contains("no credentials could be had for localhost:1", "what tappet.connections.events.kafka.properties");
	}

	@Test
	void getsATokenOfAnOAuthServer() {
		Map<String, String> properties = Defined
			.named("bootstrap-servers=a:1", "protocol=sasl-ssl", "authentication-mode=oauth-bearer", "username=id",
					"password=secret", "properties.sasl.oauthbearer.token.endpoint.url=http://token/")
			.properties()
			.values();
		assertThat(properties).containsEntry("sasl.mechanism", "OAUTHBEARER")
			.containsEntry("sasl.oauthbearer.client.credentials.client.id", "id")
			.containsEntry("sasl.oauthbearer.client.credentials.client.secret", "secret")
			.containsKey("sasl.login.callback.handler.class");
	}

	@Test
	void givesPropertiesTheLastWord() {
		KafkaConnectionDefinition definition = Defined.named("bootstrap-servers=a:1", "protocol=plaintext",
				"properties.security.protocol=ssl", "properties.bootstrap.servers=b:2", "properties.x.y=z");
		assertThat(definition.protocol()).isEqualTo(Protocol.SSL);
		assertThat(definition.place()).isEqualTo("b:2");
		assertThat(definition.properties().get("x.y")).isEqualTo("z");
	}

	@Test
	void takesTheRegistryOutOfThePropertiesOfConfluentsSerializers() {
		KafkaConnectionDefinition definition = Defined.named("bootstrap-servers=a:1",
				"properties.schema.registry.url=https://r:8081/x/,http://s", "properties.basic.auth.user.info=u:p:q",
				"properties.basic.auth.credentials.source=USER_INFO");
		assertThat(definition.registry())
			.isEqualTo(new SchemaRegistry(List.of(URI.create("https://r:8081/x"), URI.create("http://s")), "u",
					new Secret("p:q"), "tappet.connections.events.kafka.properties.schema.registry"));
		assertThat(definition.properties().values()).doesNotContainKeys("schema.registry.url", "basic.auth.user.info");
		assertThat(Defined.named("bootstrap-servers=a:1", "schema-registry.url=http://me:pw@r").registry())
			.isEqualTo(new SchemaRegistry(List.of(URI.create("http://r")), "me", new Secret("pw"),
					"tappet.connections.events.kafka.schema-registry"));
	}

	@Test
	void readsTheCertificatesOfARegistry() {
		assertThat(
				Defined.named("bootstrap-servers=a:1", "schema-registry.url=https://r", "schema-registry.ssl.bundle=b")
					.registry())
			.extracting(SchemaRegistry::tls)
			.isEqualTo(new Tls.Named("b"));
		KafkaConnectionDefinition stores = Defined.spring("properties.schema.registry.url=https://r",
				"properties.schema.registry.ssl.truststore.location=/t.p12",
				"properties.schema.registry.ssl.truststore.password=hunter2",
				"properties.schema.registry.ssl.truststore.type=PKCS12");
		assertThat(stores.registry()).extracting(SchemaRegistry::tls)
			.isEqualTo(new Tls.Stores(new Tls.Store("/t.p12", "PKCS12", new Secret("hunter2")), null, null));
		assertThat(stores.toString()).doesNotContain("hunter2");
	}

	@Test
	void readsTheKeysOfSpringBoot() {
		KafkaConnectionDefinition definition = Defined.spring("bootstrap-servers=a:1",
				"security.protocol=SASL_PLAINTEXT", "ssl.trust-store-password=hunter2",
				"properties.sasl.mechanism=PLAIN", "properties.enable.auto.commit=true");
		assertThat(definition.protocol()).isEqualTo(Protocol.SASL_PLAINTEXT);
		assertThat(definition.properties().values()).containsEntry("ssl.truststore.password", "hunter2")
			.containsEntry("sasl.mechanism", "PLAIN")
			.doesNotContainKey("enable.auto.commit");
		assertThat(Defined.spring().place()).isEqualTo("localhost:9092");
		assertThat(Defined.spring("ssl.bundle=b").tls()).isEqualTo(new Tls.Named("b"));
	}

	@Test
	void showsNoSecret() {
		assertThat(Defined
			.named("bootstrap-servers=a:1", "protocol=sasl-ssl", "username=u", "password=hunter2",
					"schema-registry.url=http://r", "schema-registry.username=u", "schema-registry.password=hunter2",
					"properties.ssl.keystore.password=hunter2")
			.toString()).doesNotContain("hunter2");
		assertThat(Defined
			.named("event-hubs-connection-string=Endpoint=sb://n/;SharedAccessKeyName=k;SharedAccessKey=hunter2")
			.toString()).doesNotContain("hunter2");
		assertThat(Defined.clients(Defined.named("bootstrap-servers=a:1", "properties.sasl.jaas.config=hunter2")))
			.hasToString("clients of a:1");
	}

}
