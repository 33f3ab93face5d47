package dev.tappet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.tappet.support.EmbeddedRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the executable jar loads of the clients of other brokers.
 */
class UnusedClientsIT {

	private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");

	private static final List<String> STREAM = List.of("--tappet.triggers.orders.handler=log",
			"--tappet.triggers.orders.redis-stream.key=orders");

	private static final List<String> TOPIC = List.of("--tappet.triggers.payments.handler=log",
			"--tappet.triggers.payments.kafka.topic=payments", "--spring.kafka.bootstrap-servers=127.0.0.1:1");

	private static final List<String> QUEUE = List.of("--tappet.triggers.refunds.handler=log",
			"--tappet.triggers.refunds.azure-queue.queue-name=refunds",
			"--AzureWebJobsStorage=UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://127.0.0.2");

	/** By these it is known whether the clients are there, and nothing of them is run. */
	private static final Set<String> MARKS = Set.of("org.apache.kafka.clients.consumer.Consumer",
			"org.apache.kafka.clients.consumer.KafkaConsumer", "org.apache.avro.JsonProperties",
			"org.apache.avro.Schema", "org.apache.avro.generic.GenericContainer",
			"org.apache.avro.generic.IndexedRecord", "org.apache.avro.generic.GenericRecord",
			"org.apache.avro.specific.SpecificRecord", "com.fasterxml.jackson.core.JsonGenerator",
			"com.fasterxml.jackson.core.ObjectCodec", "com.fasterxml.jackson.core.TreeCodec",
			"com.fasterxml.jackson.core.Versioned", "com.fasterxml.jackson.databind.ObjectMapper",
			"com.azure.storage.queue.QueueAsyncClient");

	private static final EmbeddedRedis redis = EmbeddedRedis.forgetful();

	@TempDir
	Path folder;

	@BeforeAll
	static void startRedis() {
		redis.start();
	}

	@AfterAll
	static void endRedis() {
		redis.close();
	}

	@Test
	void loadsNothingOfAClientThatNoTriggerUsesButTheMarksOfItsPresence() throws Exception {
		List<String> loaded = loaded(STREAM, "io.lettuce.core.", "org.apache.kafka.", "org.apache.avro.",
				"com.fasterxml.jackson.core.", "com.fasterxml.jackson.databind.", "com.azure.", "com.microsoft.");
		assertThat(loaded).anyMatch((name) -> name.startsWith("io.lettuce.core."));
		assertThat(loaded.stream().filter((name) -> !name.startsWith("io.lettuce.core."))).isSubsetOf(MARKS);
	}

	@Test
	void holdsNothingThatOnlyTheEmbeddedRedisNeeds() throws IOException {
		try (JarFile jar = new JarFile(System.getProperty("exec-jar"))) {
			assertThat(jar.stream().map((entry) -> entry.getName().replaceFirst("BOOT-INF/lib/", "")))
				.anyMatch((name) -> name.startsWith("lettuce-core-"))
				.noneMatch((name) -> name.matches("(embedded-redis|guava|failureaccess|listenablefuture|jsr305|"
						+ "checker-qual|error_prone_annotations|j2objc-annotations)-.*"));
		}
	}

	@Test
	void loadsTheClientThatATriggerUses() throws Exception {
		assertThat(loaded(TOPIC, "org.apache.kafka.clients.")).hasSizeGreaterThan(MARKS.size());
	}

	@Test
	void loadsTheClientOfQueuesWhereATriggerReadsOne() throws Exception {
		assertThat(loaded(QUEUE, "com.azure.storage.queue.", "com.azure.core.http.jdk."))
			.anyMatch((name) -> name.startsWith("com.azure.core.http.jdk."))
			.hasSizeGreaterThan(MARKS.size());
	}

	/**
	 * The classes whose names begin so, once the service is up and has been looked at.
	 */
	private List<String> loaded(List<String> triggers, String... prefixes) throws Exception {
		Path classes = this.folder.resolve("classes.txt");
		Path output = this.folder.resolve("output.txt");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"-Xlog:class+load:file=" + classes, "-jar", System.getProperty("exec-jar"), "--server.port=0",
						"--spring.data.redis.port=" + redis.redis().port()));
		command.addAll(triggers);
		Process service = new ProcessBuilder(command).directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			Awaitility.await()
				.atMost(Duration.ofMinutes(3))
				.until(() -> !service.isAlive() || Files.readString(output).contains("Started TappetApplication"));
			assertThat(service.isAlive()).as(Files.readString(output)).isTrue();
			look(output);
		}
		finally {
			service.destroy();
			service.waitFor();
		}
		try (Stream<String> lines = Files.lines(classes)) {
			return lines.map((line) -> line.substring(line.lastIndexOf("] ") + 2).split(" ", 2)[0])
				.filter((line) -> Stream.of(prefixes).anyMatch(line::startsWith))
				.toList();
		}
	}

	private static void look(Path output) throws IOException, InterruptedException {
		Matcher port = PORT.matcher(Files.readString(output));
		assertThat(port.find()).isTrue();
		HttpClient client = HttpClient.newHttpClient();
		for (String endpoint : List.of("health", "prometheus", "triggers", "scaling")) {
			URI address = URI.create("http://localhost:" + port.group(1) + "/actuator/" + endpoint);
			client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
		}
	}

}
