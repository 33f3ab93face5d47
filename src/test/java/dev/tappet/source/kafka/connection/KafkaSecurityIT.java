package dev.tappet.source.kafka.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.tappet.source.Connections;
import dev.tappet.source.kafka.connection.SecuredKafka.Listener;
import dev.tappet.support.Certificates;
import dev.tappet.trigger.InstanceId;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Every protocol and kind of credentials on a real broker, and what is said where the two
 * sides do not agree.
 */
class KafkaSecurityIT {

	private static final String[] USER = { "username=" + SecuredKafka.USER, "password=" + SecuredKafka.PASSWORD };

	@TempDir
	static Path folder;

	private static SecuredKafka kafka;

	@BeforeAll
	static void start() throws Exception {
		kafka = SecuredKafka.start(folder);
	}

	@AfterAll
	static void stop() {
		if (kafka != null) {
			kafka.close();
		}
	}

	@Test
	void talksWithoutAnything() throws Exception {
		works(Listener.EXTERNAL);
	}

	@Test
	void talksWithAPassword() throws Exception {
		works(Listener.SASL, with(USER, "protocol=sasl-plaintext"));
		works(Listener.BOTH, with(USER, "protocol=sasl-ssl", ca(Certificates.AUTHORITY)));
	}

	@Test
	void talksWithAProofOfThePassword() throws Exception {
		works(Listener.SASL, with(USER, "protocol=sasl-plaintext", "authentication-mode=scram-sha512"));
		works(Listener.BOTH,
				with(USER, "protocol=sasl-ssl", "authentication-mode=scram-sha512", ca(Certificates.AUTHORITY)));
	}

	@Test
	void encryptsByPemFiles() throws Exception {
		works(Listener.TLS, "protocol=ssl", ca(Certificates.AUTHORITY));
		works(Listener.MUTUAL, "protocol=ssl", ca(Certificates.AUTHORITY),
				"ssl-certificate-location=" + certificates().certificate(Certificates.CLIENT),
				"ssl-key-location=" + certificates().key(Certificates.CLIENT));
	}

	@Test
	void takesUpPemFilesThatChangeUnderAClient() throws Exception {
		Path changing = Files.createDirectory(folder.resolve("changing"));
		copy(Certificates.STRANGER, changing);
		KafkaClients clients = clients(Listener.MUTUAL, "protocol=ssl", ca(Certificates.AUTHORITY),
				"ssl-certificate-location=" + changing.resolve("own.crt"),
				"ssl-key-location=" + changing.resolve("own.key"), "properties.default.api.timeout.ms=5000",
				"properties.request.timeout.ms=3000");
		try (Admin admin = Admin.create(clients.admin())) {
			Throwable refused = catchThrowable(() -> admin.describeCluster().clusterId().get(60, TimeUnit.SECONDS));
			assertThat(clients.explain(refused)).contains("asks for a client certificate, or does not take the one");
			long begun = System.nanoTime();
			copy(Certificates.CLIENT, changing);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.ignoreExceptions()
				.until(() -> admin.describeCluster().clusterId().get(60, TimeUnit.SECONDS) != null);
			System.out.printf("PEM files that change: sent 0, handled 0, answered %d ms after the change%n",
					TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
		}
	}

	private static void copy(String name, Path to) throws IOException {
		Files.copy(certificates().certificate(name), to.resolve("own.crt"), StandardCopyOption.REPLACE_EXISTING);
		Files.copy(certificates().key(name), to.resolve("own.key"), StandardCopyOption.REPLACE_EXISTING);
	}

	@Test
	void encryptsByPemText() throws Exception {
		works(Listener.MUTUAL, "protocol=ssl",
				"ssl-ca-location=" + SecuredKafka.text(certificates().certificate(Certificates.AUTHORITY)),
				"ssl-certificate-location=" + SecuredKafka.text(certificates().certificate(Certificates.CLIENT)),
				"ssl-key-location=" + SecuredKafka.text(certificates().key(Certificates.CLIENT)));
	}

	@Test
	void encryptsByAnSslBundleOfTheDefaultConnection() throws Exception {
		String broker = kafka.at(Listener.MUTUAL).substring("bootstrap-servers=".length());
		MockEnvironment environment = new MockEnvironment().withProperty("spring.kafka.bootstrap-servers", broker)
			.withProperty("spring.kafka.security.protocol", "SSL")
			.withProperty("spring.kafka.ssl.bundle", "kafka");
		PemSslStoreDetails own = new PemSslStoreDetails(null,
				certificates().certificate(Certificates.CLIENT).toString(),
				certificates().key(Certificates.CLIENT).toString());
		PemSslStoreDetails trusted = PemSslStoreDetails
			.forCertificates(certificates().certificate(Certificates.AUTHORITY).toString());
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("kafka",
				SslBundle.of(new PemSslStoreBundle(own, trusted)));
		KafkaClients clients = new ConfiguredKafkaConnections(new Connections(List.of()), new InstanceId("me"),
				() -> bundles, environment)
			.get("default");
		assertThat(clients.place()).isEqualTo(broker);
		works("spring.kafka with a bundle", clients);
	}

	@Test
	void encryptsByThePropertiesOfTheDefaultConnection() throws Exception {
		KafkaConnectionDefinition definition = Defined.spring(kafka.at(Listener.BOTH), "security.protocol=SASL_SSL",
				"ssl.trust-store-type=PEM",
				"ssl.trust-store-location=file:" + certificates().certificate(Certificates.AUTHORITY),
				"properties.sasl.mechanism=PLAIN",
				"properties.sasl.jaas.config=" + Jaas.plain(SecuredKafka.USER, SecuredKafka.PASSWORD));
		works("spring.kafka with properties", Defined.clients(definition));
	}

	@Test
	void tellsAWrongPassword() {
		for (String mode : List.of("plain", "scram-sha512")) {
			assertThat(told(Listener.SASL, "protocol=sasl-plaintext", "authentication-mode=" + mode,
					"username=" + SecuredKafka.USER, "password=swordfish"))
				.contains("refuses the credentials; correct tappet.connections.events.kafka.username and password")
				.doesNotContain("swordfish");
		}
	}

	@Test
	void tellsAMechanismThatTheBrokerDoesNotTake() {
		assertThat(told(Listener.SASL, with(USER, "protocol=sasl-plaintext", "authentication-mode=scram-sha256")))
			.contains("takes no credentials of this kind; correct tappet.connections.events.kafka.authentication-mode")
			.contains("SCRAM-SHA-512");
	}

	@Test
	void tellsAnAuthorityThatDidNotSign() {
		assertThat(told(Listener.TLS, "protocol=ssl", ca(Certificates.STRANGER)))
			.contains("is not trusted here; set tappet.connections.events.kafka.ssl-ca-location");
		assertThat(told(Listener.TLS, "protocol=ssl")).contains("is not trusted here");
	}

	@Test
	void tellsACertificateOfAnotherHost() {
		assertThat(told(Listener.ELSEWHERE, "protocol=ssl", ca(Certificates.AUTHORITY)))
			.contains("is for another host");
	}

	@Test
	void tellsThatAClientCertificateIsMissingOrNotTrusted() {
		assertThat(told(Listener.MUTUAL, "protocol=ssl", ca(Certificates.AUTHORITY)))
			.contains("asks for a client certificate, or does not take the one");
		assertThat(told(Listener.MUTUAL, "protocol=ssl", ca(Certificates.AUTHORITY),
				"ssl-certificate-location=" + certificates().certificate(Certificates.STRANGER),
				"ssl-key-location=" + certificates().key(Certificates.STRANGER)))
			.contains("asks for a client certificate, or does not take the one");
	}

	@Test
	void tellsEncryptionOnOneSideOnly() {
		assertThat(told(Listener.EXTERNAL, "protocol=ssl", ca(Certificates.AUTHORITY)))
			.contains("if it speaks no TLS on this port, set tappet.connections.events.kafka.protocol to plaintext");
		assertThat(told(Listener.TLS)).contains("takes encrypted connections only")
			.contains("tappet.connections.events.kafka.protocol to ssl");
		assertThat(told(Listener.BOTH, with(USER, "protocol=sasl-plaintext")))
			.contains("takes encrypted connections only");
	}

	@Test
	void makesNoClientThatWouldTakeAnAlertForALength() {
		KafkaClients clients = clients(Listener.TLS);
		for (Callable<?> properties : List.<Callable<?>>of(clients::consumer, clients::producer, clients::admin)) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(properties::call)
				.satisfies((refused) -> assertThat(clients.explain(new RuntimeException(refused)))
					.contains("takes encrypted connections only"));
		}
		assertThat(clients(Listener.TLS, "protocol=ssl").consumer()).isNotEmpty();
	}

	@Test
	void tellsCredentialsOnOneSideOnly() {
		assertThat(told(Listener.SASL)).contains("closes the connection of a client without credentials");
		assertThat(told(Listener.EXTERNAL, with(USER, "protocol=sasl-plaintext")))
			.contains("takes no credentials on this port; set tappet.connections.events.kafka.protocol to plaintext");
	}

	@Test
	void findsOutWhyNobodyAnswered() {
		KafkaClients clients = clients(Listener.EXTERNAL, "protocol=ssl", "properties.request.timeout.ms=1500",
				"properties.default.api.timeout.ms=2000");
		long begun = System.nanoTime();
		String told = clients.explain(failure(clients));
		print("TLS to a plain port, by the client alone", told, begun);
		assertThat(told).contains("if it speaks no TLS on this port");
	}

	private static void works(Listener listener, String... keys) throws Exception {
		works(listener + " " + Stream.of(keys).map((key) -> key.replaceAll("(?s)=.*", "")).toList(),
				clients(listener, keys));
	}

	private static void works(String what, KafkaClients clients) throws Exception {
		long begun = System.nanoTime();
		assertThat(clients.obstacle()).isNull();
		byte[] value = what.getBytes(StandardCharsets.UTF_8);
		List<ConsumerRecord<byte[], byte[]>> handled = new ArrayList<>();
		try (Admin admin = Admin.create(clients.admin());
				KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(clients.producer(),
						new ByteArraySerializer(), new ByteArraySerializer());
				KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(clients.consumer(),
						new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
			assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS)).hasSize(1);
			RecordMetadata written = producer.send(new ProducerRecord<>(SecuredKafka.TOPIC, value))
				.get(30, TimeUnit.SECONDS);
			TopicPartition partition = new TopicPartition(SecuredKafka.TOPIC, written.partition());
			consumer.assign(List.of(partition));
			consumer.seek(partition, written.offset());
			for (int i = 0; i < 30 && handled.isEmpty(); i++) {
				consumer.poll(Duration.ofSeconds(1)).forEach(handled::add);
			}
		}
		System.out.printf("%s: sent 1, handled %d, doubled 0, lost %d, after %d ms%n", what, handled.size(),
				1 - handled.size(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
		assertThat(handled).singleElement().satisfies((record) -> assertThat(record.value()).isEqualTo(value));
	}

	/** What is said before a client is made, or else of what it throws. */
	private static String told(Listener listener, String... keys) {
		KafkaClients clients = clients(listener, keys);
		long begun = System.nanoTime();
		String obstacle = clients.obstacle();
		String told = (obstacle != null) ? obstacle : clients.explain(failure(clients));
		print(listener + " " + List.of(keys).stream().map((key) -> key.replaceAll("(?s)=.*", "")).toList(), told,
				begun);
		assertThat(told).doesNotContain("hunter2").doesNotContain("\n");
		return told;
	}

	private static void print(String what, String told, long begun) {
		System.out.printf("%s: sent 0, handled 0, told after %d ms: %s%n", what,
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun), told);
	}

	private static Throwable failure(KafkaClients clients) {
		try (Admin admin = Admin.create(clients.admin())) {
			throw new AssertionError("answered: " + admin.describeCluster().clusterId().get(60, TimeUnit.SECONDS));
		}
		catch (ExecutionException ex) {
			return ex;
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private static KafkaClients clients(Listener listener, String... keys) {
		return Defined.clients(Defined.named(with(keys, kafka.at(listener))));
	}

	private static String[] with(String[] keys, String... more) {
		return Stream.concat(Stream.of(keys), Stream.of(more)).toArray(String[]::new);
	}

	private static Certificates certificates() {
		return kafka.certificates();
	}

	private static String ca(String name) {
		return "ssl-ca-location=" + certificates().certificate(name);
	}

}
