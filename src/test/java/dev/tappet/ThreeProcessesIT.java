package dev.tappet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.HandlerJar;
import dev.tappet.support.TestRedis;
import io.lettuce.core.ScriptOutputType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The executable jar, as it is scaled out.
 */
class ThreeProcessesIT {

	private static final int MESSAGES = 10_000;

	private static final String COUNTING = """
			package org.example.counting;

			import dev.tappet.handler.TriggerContext;
			import dev.tappet.handler.TriggerHandler;
			import org.springframework.data.redis.core.StringRedisTemplate;
			import org.springframework.stereotype.Component;

			@Component
			class Counting implements TriggerHandler<String> {

				private final StringRedisTemplate redis;

				Counting(StringRedisTemplate redis) {
					this.redis = redis;
				}

				@Override
				public void handle(String payload, TriggerContext context) {
					this.redis.opsForHash().increment("calls:" + context.instanceId(), payload, 1);
				}

			}
			""";

	private static final String CONFIGURATION = """
			tappet:
			  handlers:
			    packages: org.example.counting
			  defaults:
			    concurrency: 32
			  triggers:
			    orders:
			      handler: counting
			      redis-stream:
			        key: orders
			        payload-field: payload
			        count: 50
			    mails:
			      handler: counting
			      redis-list:
			        key: mails
			        count: 50
			""";

	private static final String SEND = """
			for i = 1, ARGV[1] do
			  redis.call('XADD', KEYS[1], '*', 'payload', 'order-' .. i)
			  redis.call('RPUSH', KEYS[2], 'mail-' .. i)
			end
			return 'OK'
			""";

	private final List<Process> processes = new ArrayList<>();

	private final EmbeddedRedis server = EmbeddedRedis.forgetful();

	@TempDir
	private Path folder;

	@BeforeEach
	void install() throws IOException {
		this.server.start();
		Files.writeString(Files.createDirectory(this.folder.resolve("config")).resolve("application.yml"),
				CONFIGURATION);
		HandlerJar.write(Files.createDirectory(this.folder.resolve("handlers")).resolve("counting.jar"), "Counting",
				COUNTING, Map.of());
	}

	@AfterEach
	void stopAll() throws InterruptedException {
		for (Process process : this.processes) {
			process.destroyForcibly().waitFor();
		}
		this.server.close();
	}

	private TestRedis redis() {
		return this.server.redis();
	}

	private Path output(String instance) {
		return this.folder.resolve(instance + ".txt");
	}

	private String read(String instance) {
		try {
			return Files.readString(output(instance));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void launch(String instance) throws IOException {
		this.processes.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx192m", "-XX:TieredStopAtLevel=1", "-jar", Objects.requireNonNull(System.getProperty("exec-jar")),
				"--server.port=0", "--tappet.instance-id=" + instance, "--spring.data.redis.port=" + redis().port())
			.directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output(instance).toFile())
			.start());
	}

	@Test
	void shareTwentyThousandMessagesWithOneCallForEach() throws Exception {
		List<String> instances = List.of("a", "b", "c");
		for (String instance : instances) {
			launch(instance);
		}
		for (String instance : instances) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(read(instance)).contains("2 of 2 triggers running"));
		}
		redis().commands()
			.eval(SEND, ScriptOutputType.STATUS, new String[] { "orders", "mails" }, String.valueOf(MESSAGES));
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> calls(instances) >= 2 * MESSAGES && unfinished() == 0);
		for (Process process : this.processes) {
			process.destroy();
			assertThat(process.waitFor()).isEqualTo(143);
		}
		assertThat(calls(instances)).isEqualTo(2 * MESSAGES);
		for (String instance : instances) {
			assertThat(redis().commands().hvals("calls:" + instance)).as("calls in %s", instance)
				.isNotEmpty()
				.containsOnly("1");
			// The server of this test keeps nothing on disk, which the service says.
			assertThat(read(instance)).doesNotContain(" ERROR ")
				.doesNotContainPattern(" WARN (?!.*connection\\.Advice )");
		}
		assertThat(redis().keys("*")).containsExactlyInAnyOrder("calls:a", "calls:b", "calls:c", "orders");
	}

	/** Different messages, since each is asserted to be called with once. */
	private long calls(List<String> instances) {
		return instances.stream().mapToLong((instance) -> redis().commands().hlen("calls:" + instance)).sum();
	}

	private long unfinished() {
		return redis().commands().llen("mails") + redis().commands().xpending("orders", "orders").getCount()
				+ redis().keys("tappet:*batch*").size();
	}

}
