package dev.tappet.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The samples with a Kafka broker of their own, as a newcomer starts and ends them.
 */
class KafkaSampleIT {

	@Test
	void endsWithoutAComplaint(@TempDir Path folder) throws Exception {
		Path output = folder.resolve("output");
		Process samples = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
				"-Djava.io.tmpdir=" + folder, "dev.tappet.sample.KafkaSampleApplication", "--server.port=0")
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.until(() -> !samples.isAlive() || Files.readString(output).contains("PaymentReceived"));
			samples.destroy();
			assertThat(samples.waitFor(1, TimeUnit.MINUTES)).isTrue();
			String told = Files.readString(output);
			assertThat(told).contains("PaymentReceived").doesNotContain("ERROR", "NoSuchFile");
			try (var left = Files.list(folder)) {
				assertThat(left.map((file) -> file.getFileName().toString()))
					.noneMatch((name) -> name.contains("kafka"));
			}
		}
		finally {
			samples.destroyForcibly();
		}
	}

}
