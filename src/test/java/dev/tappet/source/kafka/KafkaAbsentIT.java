package dev.tappet.source.kafka;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service as an application has it that did not add the clients of Kafka.
 */
class KafkaAbsentIT {

	@Test
	void namesTheClientThatATriggerNeeds(@TempDir Path folder) throws Exception {
		String libraries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.filter((entry) -> !Path.of(entry).getFileName().toString().matches("(kafka|spring-kafka|avro).*"))
			.collect(Collectors.joining(File.pathSeparator));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				libraries, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "dev.tappet.TappetApplication",
				"--spring.config.location=optional:file:./nowhere/", "--spring.main.web-application-type=none",
				"--tappet.triggers.orders.kafka.topic=orders", "--tappet.triggers.orders.handler=log")
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("output").toFile())
			.start();
		try {
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
			String output = Files.readString(folder.resolve("output"));
			assertThat(output)
				.contains("1 problem", "tappet.triggers.orders.kafka", "Kafka's client is not on the class path.",
						"Add org.apache.kafka:kafka-clients")
				.doesNotContain("NoClassDefFoundError");
			assertThat(process.exitValue()).isEqualTo(1);
			System.out.println("Kafka, without its client: told, exit status 1");
		}
		finally {
			process.destroyForcibly();
		}
	}

}
