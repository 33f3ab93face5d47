package dev.tappet.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.tappet.source.kafka.connection.KafkaConnectionType;
import dev.tappet.source.redis.RedisTypes;
import dev.tappet.support.Certificates;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a report says of the keys of Kafka's connections.
 */
class KafkaConnectionReportTests {

	private static final String EVENT_HUBS = "event-hubs-connection-string: Endpoint=sb://n.servicebus.windows.net/;"
			+ "SharedAccessKeyName=k;SharedAccessKey=hunter2";

	@TempDir
	static Path folder;

	@BeforeAll
	static void certificates() {
		Certificates.in(folder);
	}

	@ParameterizedTest
	@ValueSource(strings = { "bootstrap-servers: a:9092", "bootstrap-servers: a:9092, b:9092",
			"bootstrap-servers: [a:9092, 'PLAINTEXT://b:9092', '[::1]:9092']",
			"bootstrap-servers: a:9092\nprotocol: sasl-ssl\nusername: u\npassword: hunter2",
			"bootstrap-servers: a:9092\nprotocol: sasl_ssl\nauthentication-mode: scram-sha512\nusername: u\npassword: p",
			"bootstrap-servers: a:9092\nprotocol: SASL_PLAINTEXT\nauthentication-mode: ScramSha256\nusername: u\npassword: p",
			"bootstrap-servers: a:9092\nprotocol: ssl", "properties.bootstrap.servers: a:9092", EVENT_HUBS,
			EVENT_HUBS + ";EntityPath=orders;", EVENT_HUBS + ";UseDevelopmentEmulator=true",
			"bootstrap-servers: a:9092\nprotocol: ssl\nssl.bundle: known",
			"bootstrap-servers: a:9092\nschema-registry:\n  url: https://r:8081/path/\n  username: u\n  password: p",
			"bootstrap-servers: a:9092\nproperties:\n  schema.registry.url: http://r:8081",
			"bootstrap-servers: a:9092\nschema-registry:\n  url: https://r:8081\n  ssl.bundle: known",
			"bootstrap-servers: a:9092\nprotocol: sasl-ssl\nproperties:\n  sasl.mechanism: AWS_MSK_IAM\n  sasl.jaas.config: x required;",
			"bootstrap-servers: a:9092\nprotocol: sasl-ssl\nauthentication-mode: gssapi\nproperties.sasl.jaas.config: x required;",
			"bootstrap-servers: a:9092\nproperties:\n  security.protocol: sasl_ssl\n  sasl.jaas.config: x required;" })
	void takesWhatIsRight(String keys) {
		assertThat(named(keys).read().problems()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					protocol: ssl                             | bootstrap-servers |  | The required key is missing.
					bootstrap-servers: a                      | bootstrap-servers | a | A broker that is not 'host:port'.
					bootstrap-servers: a:9092, b:99999        | bootstrap-servers | a:9092, b:99999 | A broker that is not
					bootstrap-servers: u:hunter2@a:1          | bootstrap-servers | u:hunter2@a:1 | A broker that is not
					protocol: tls                             | protocol | tls | Not one of the values
					authentication-mode: digest               | authentication-mode | digest | Not one of the values
					username: u                               | username | u | The protocol is PLAINTEXT, which sends no
					authentication-mode: plain                | authentication-mode | plain | The protocol is PLAINTEXT
					protocol: sasl-ssl\\nusername: u          | password | | The required key is missing.
					protocol: sasl-ssl\\npassword: hunter2    | username | | The required key is missing.
					protocol: sasl-ssl\\nauthentication-mode: gssapi | authentication-mode | gssapi | Kerberos needs a login
					protocol: sasl-ssl\\nauthentication-mode: oauth-bearer | authentication-mode | oauth-bearer | Nothing says where
					ssl.bundle: known                         | ssl.bundle | known | The protocol is PLAINTEXT, which does not
					ssl-ca-location: /x                       | ssl-ca-location | /x | The protocol is PLAINTEXT, which does not
					protocol: ssl\\nssl.bundle: knwon         | ssl.bundle | knwon | No SSL bundle has this name.
					protocol: ssl\\nssl.bundle: known\\nssl-ca-location: /x | ssl.bundle | known | Both an SSL bundle and
					protocol: ssl\\nssl-ca-location: /nowhere/ca.pem | ssl-ca-location | /nowhere/ca.pem | No such file
					protocol: ssl\\nssl-key-location: /x      | ssl-certificate-location | | A key without its certificate.
					schema-registry.username: u               | schema-registry.url | | The required key is missing.
					schema-registry.url: r:8081               | schema-registry.url | r:8081 | Not the address of a registry.
					schema-registry.url: ftp://u:hunter2@r    | schema-registry.url | ****** | Not the address of a registry.
					schema-registry:\\n  url: http://r\\n  password: hunter2 | schema-registry.username | | The required key
					schema-registry:\\n  url: https://r\\n  ssl.bundle: knwon | schema-registry.ssl.bundle | knwon | No SSL bundle has this name.
					schema-registry:\\n  url: http://r\\n  ssl.bundle: known | schema-registry.ssl.bundle | known | The registry is not talked to by https.
					schema-registry:\\n  url: https://r\\n  ssl-ca-location: /nowhere/ca.pem | schema-registry.ssl-ca-location | /nowhere/ca.pem | No such file
					schema-registry.ssl-ca-location: /x       | schema-registry.url | | The required key is missing.
					properties.group.id: g                    | properties.group.id | g | Not a property that a connection
					properties.security.protocol: tls         | properties.security.protocol | tls | Not one of the values
					properties.enable.auto.commit: true       | properties.enable.auto.commit | true | Not a property
					pasword: hunter2                          | pasword | ****** | Unknown key.
					""")
	void reportsAMistake(String keys, String key, String value, String problem) {
		String brokers = keys.contains("bootstrap") || key.equals("bootstrap-servers") ? ""
				: "bootstrap-servers: a:9092\n";
		List<ConfigurationProblem> found = named(brokers + keys.replace("\\n", "\n")).read().problems();
		assertThat(found).singleElement().satisfies((each) -> {
			assertThat(each.key()).startsWith("tappet.connections.c.kafka." + key);
			assertThat(each.value()).isEqualTo(value);
			assertThat(each.problem()).startsWith(problem);
			assertThat(each.place()).startsWith("config/application.yml:");
			assertThat(each.remedy()).isNotBlank();
			assertThat(each.toString().replace("u:hunter2@a:1", "")).doesNotContain("hunter2");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Endpoint=sb://n/;SharedAccessKeyName=k                          | It has no SharedAccessKey.
			Endpoint=sb://n/;SharedAccessKey=hunter2                        | It has no SharedAccessKeyName.
			SharedAccessKeyName=k;SharedAccessKey=hunter2                   | It has no Endpoint.
			Endpoint=https://n/;SharedAccessKeyName=k;SharedAccessKey=hunter2 | Its Endpoint is not of the form
			Endpoint=sb://n/;SharedAccessKeyName=k;SharedAccesKey=hunter2   | A part of it is none of Endpoint=
			hunter2                                                         | A part of it is none of Endpoint=
			sb://hunter2@n;SharedAccessKey=hunter2                          | A part of it is none of Endpoint=
			""")
	void reportsAMistakeInAnEventHubsString(String text, String problem) {
		ConfigurationProblem found = named("event-hubs-connection-string: " + text).onlyProblem();
		assertThat(found.problem()).startsWith(problem);
		assertThat(found.toString()).doesNotContain("hunter2");
		assertThat(found.value()).contains("******".repeat(text.contains("hunter2") ? 1 : 0));
	}

	@Test
	void reportsAnEventHubsStringBesideBrokers() {
		ConfigurationProblem found = named("bootstrap-servers: a:9092\nusername: u\n" + EVENT_HUBS).onlyProblem();
		assertThat(found.problem()).isEqualTo("Both a connection string and bootstrap-servers, username.");
		assertThat(found.value())
			.isEqualTo("Endpoint=sb://n.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey=******");
	}

	@Test
	void takesPemFilesAndPemText() throws IOException {
		assertThat(named(tls("ssl-ca-location: " + path("authority.crt") + "\nssl-certificate-location: "
				+ path("client.crt") + "\nssl-key-location: " + path("client.key")))
			.read()
			.problems()).isEmpty();
		assertThat(named(tls(text("ssl-ca-location", "authority.crt") + text("ssl-certificate-location", "client.crt")
				+ text("ssl-key-location", "client.key")))
			.read()
			.problems()).isEmpty();
		String oneLine = Files.readString(folder.resolve("authority.crt")).replace("\r", "").replace("\n", "\\n");
		assertThat(named(tls("ssl-ca-location: '" + oneLine + "'")).read().problems()).isEmpty();
	}

	@Test
	void takesACertificateAndItsKeyOutOfOneFile() throws IOException {
		Path both = folder.resolve("both.pem");
		Files.writeString(both,
				Files.readString(folder.resolve("client.key")) + Files.readString(folder.resolve("client.crt")));
		assertThat(named(tls("ssl-certificate-location: " + both)).read().problems()).isEmpty();
	}

	@Test
	void reportsWhatIsNoCertificateOrKey() throws IOException {
		Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");
		ConfigurationProblem found = named(tls("ssl-ca-location: " + nonsense)).onlyProblem();
		assertThat(found.problem()).isEqualTo("No certificate in it.");
		found = named(tls("ssl-certificate-location: " + path("client.crt"))).onlyProblem();
		assertThat(found.key()).endsWith(".ssl-key-location");
		assertThat(found.problem()).isEqualTo("A certificate without its key.");
		found = named(
				tls("ssl-certificate-location: " + path("client.crt") + "\nssl-key-location: " + path("client.crt")))
			.onlyProblem();
		assertThat(found.problem()).isEqualTo("No key in it that can be read.");
	}

	@Test
	void showsNoKeyThatIsGivenAsText() throws IOException {
		String key = Files.readString(folder.resolve("client.key"));
		ConfigurationProblem found = named("bootstrap-servers: a:1\n" + text("ssl-key-location", "client.key"))
			.onlyProblem();
		assertThat(found.value()).isEqualTo("******");
		assertThat(found.toString()).doesNotContain(key.substring(40, 60));
	}

	@Test
	void takesVariables() {
		assertThat(named("protocol: sasl-ssl\nusername: u")
			.variables(Map.of("TAPPET_CONNECTIONS_C_KAFKA_BOOTSTRAP_SERVERS", "a:9092,b:9092",
					"TAPPET_CONNECTIONS_C_KAFKA_PASSWORD", "hunter2", "TAPPET_CONNECTIONS_C_KAFKA_SSL_CA_LOCATION",
					path("authority.crt")))
			.read()
			.problems()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bootstrap-servers: a:9092", "consumer.group-id: g\nlistener.concurrency: 3",
			"security.protocol: SASL_SSL\nproperties:\n  sasl.mechanism: PLAIN\n  sasl.jaas.config: x password=hunter2;",
			"properties.enable.auto.commit: false", "ssl.bundle: known", "properties.schema.registry.url: http://r" })
	void takesWhatSpringBootTakes(String keys) {
		assertThat(spring(keys).read().problems()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					bootstrap-servers: a             | bootstrap-servers | a | A broker that is not 'host:port'.
					security.protocol: TLS           | security.protocol | TLS | Not one of the values
					ssl.bundle: other                | ssl.bundle | other | No SSL bundle has this name.
					ssl.trust-store-location: file:/nowhere | ssl.trust-store-location | file:/nowhere | No such file
					properties.schema.registry.url: http://u:hunter2@[r | properties.schema.registry.url | ****** | Not the address
					""")
	void reportsAMistakeInTheDefaultConnection(String line, String key, String value, String problem) {
		ConfigurationProblem found = spring(line).onlyProblem();
		assertThat(found.key()).startsWith("spring.kafka." + key);
		assertThat(found.value()).isEqualTo(value);
		assertThat(found.problem()).startsWith(problem);
		assertThat(found.toString()).doesNotContain("hunter2");
	}

	private static String path(String file) {
		return folder.resolve(file).toString();
	}

	private static String text(String key, String file) throws IOException {
		return key + ": |\n" + Files.readString(folder.resolve(file)).replace("\r", "").indent(2);
	}

	private static String tls(String keys) {
		return "bootstrap-servers: a:9093\nprotocol: ssl\n" + keys;
	}

	private static Configured named(String keys) {
		return known(Configured.by("tappet:\n  connections:\n    c:\n      kafka:\n" + keys.indent(8)));
	}

	private static Configured spring(String keys) {
		return known(Configured.by("spring:\n  kafka:\n" + keys.indent(4)));
	}

	private static Configured known(Configured configured) {
		return configured.knowing(RedisTypes.all(), List.of(new KafkaConnectionType(() -> List.of("known"))));
	}

}
