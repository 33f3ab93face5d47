package dev.tappet.source.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A broker in a process of its own, with a folder for its data. It does not outlive the
 * tests.
 */
final class KafkaProcess implements AutoCloseable {

	private static final String LOGGING = """
			<configuration>
				<appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
					<encoder><pattern>%d %-5level %logger{30} - %msg%n</pattern></encoder>
				</appender>
				<root level="WARN"><appender-ref ref="OUT"/></root>
			</configuration>
			""";

	/** Enough for a test. */
	static final List<String> SMALL = List.of("-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

	private final Path folder;

	private final List<String> jvm;

	private final Thread lastResort = new Thread(this::kill);

	private @Nullable Process process;

	private KafkaProcess(Path folder, List<String> jvm) {
		this.folder = folder;
		this.jvm = jvm;
	}

	/**
	 * Makes a broker without data that does not run yet.
	 * @param cluster the id of its cluster
	 * @param settings its settings, but for where its data lie
	 * @param jvm options of its JVM
	 */
	static KafkaProcess of(String cluster, String settings, List<String> jvm) {
		try {
			KafkaProcess broker = new KafkaProcess(Files.createTempDirectory("tappet-kafka"), jvm);
			Runtime.getRuntime().addShutdownHook(broker.lastResort);
			broker.format(cluster, settings);
			return broker;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void format(String cluster, String settings) throws IOException {
		Files.writeString(this.folder.resolve("logback.xml"), LOGGING);
		Path file = Files.writeString(this.folder.resolve("server.properties"),
				settings + "log.dirs=" + this.folder.resolve("data") + "\n");
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		int status = kafka.tools.StorageTool.execute(new String[] { "format", "-t", cluster, "-c", file.toString() },
				new PrintStream(out, true, StandardCharsets.UTF_8));
		if (status != 0) {
			throw new IllegalStateException(out.toString(StandardCharsets.UTF_8));
		}
	}

	/** Starts the process on the data that there is. */
	void start() {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-cp", System.getProperty("java.class.path")));
		command.addAll(this.jvm);
		command.addAll(List.of("-Dlogback.configurationFile=" + this.folder.resolve("logback.xml"), "kafka.Kafka",
				this.folder.resolve("server.properties").toString()));
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path log() {
		return this.folder.resolve("server.log");
	}

	/** Waits until it answers. */
	void await(String address) {
		Process started = this.process;
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
			Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100)).until(() -> {
				if (started == null || !started.isAlive()) {
					throw new IllegalStateException(Files.readString(log()));
				}
				return answers(admin);
			});
		}
	}

	private static boolean answers(Admin admin) {
		try {
			return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
		}
		catch (Exception ex) {
			return false;
		}
	}

	/** Ends the process as a machine does that loses its power. */
	void kill() {
		Process running = this.process;
		if (running != null) {
			running.destroyForcibly().onExit().join();
		}
	}

	/** Asks the process to end, and waits for it. */
	void stop() {
		Process running = this.process;
		if (running != null) {
			running.destroy();
			running.onExit().orTimeout(60, TimeUnit.SECONDS).join();
		}
	}

	long pid() {
		Process running = this.process;
		return (running != null) ? running.pid() : -1;
	}

	@Override
	public void close() {
		kill();
		Runtime.getRuntime().removeShutdownHook(this.lastResort);
		try (var files = Files.walk(this.folder)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
