package dev.tappet.source.kafka;

import java.io.ByteArrayOutputStream;
import java.io.File;
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

import dev.tappet.embedded.FreePorts;
import dev.tappet.faults.FaultyProxy;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka of one broker in a process of its own, to be killed, stopped and started again.
 * Tests talk to it directly, services through proxies that can be cut.
 */
public final class KafkaServer implements AutoCloseable {

	private static final String LOGGING = """
			<configuration>
				<appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
					<encoder><pattern>%d %-5level %logger{30} - %msg%n</pattern></encoder>
				</appender>
				<root level="WARN"><appender-ref ref="OUT"/></root>
			</configuration>
			""";

	private final Path folder;

	private final int direct = FreePorts.next();

	private final int first = FreePorts.next();

	private final int second = FreePorts.next();

	private final int controller = FreePorts.next();

	private final FaultyProxy one = FaultyProxy.to(this.first);

	private final FaultyProxy two = FaultyProxy.to(this.second);

	private final Thread lastResort = new Thread(this::kill);

	private final List<String> jvm;

	private final List<String> overrides;

	private @Nullable Process process;

	private KafkaServer(Path folder, List<String> jvm, List<String> overrides) {
		this.folder = folder;
		this.jvm = jvm;
		this.overrides = overrides;
	}

	/**
	 * Starts a broker without data.
	 * @param overrides settings, as name and value
	 */
	public static KafkaServer start(String... overrides) {
		return start(List.of("-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), overrides);
	}

	/**
	 * Starts a broker without data.
	 * @param jvm options of its JVM
	 * @param overrides settings, as name and value
	 */
	public static KafkaServer start(List<String> jvm, String... overrides) {
		try {
			KafkaServer server = new KafkaServer(Files.createTempDirectory("tappet-kafka"), jvm, List.of(overrides));
			Runtime.getRuntime().addShutdownHook(server.lastResort);
			server.format();
			server.run();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void format() throws IOException {
		Files.writeString(this.folder.resolve("logback.xml"), LOGGING);
		Path settings = Files.writeString(this.folder.resolve("server.properties"), settings());
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		int status = kafka.tools.StorageTool.execute(
				new String[] { "format", "-t", Uuid.randomUuid().toString(), "-c", settings.toString() },
				new PrintStream(out, true, StandardCharsets.UTF_8));
		if (status != 0) {
			throw new IllegalStateException(out.toString(StandardCharsets.UTF_8));
		}
	}

	private String settings() {
		return """
				process.roles=broker,controller
				node.id=1
				controller.quorum.voters=1@127.0.0.1:%1$d
				listeners=DIRECT://127.0.0.1:%2$d,ONE://127.0.0.1:%3$d,TWO://127.0.0.1:%4$d,CONTROLLER://127.0.0.1:%1$d
				advertised.listeners=DIRECT://127.0.0.1:%2$d,ONE://127.0.0.1:%5$d,TWO://127.0.0.1:%6$d
				inter.broker.listener.name=DIRECT
				controller.listener.names=CONTROLLER
				listener.security.protocol.map=CONTROLLER:PLAINTEXT,DIRECT:PLAINTEXT,ONE:PLAINTEXT,TWO:PLAINTEXT
				log.dirs=%7$s
				offsets.topic.replication.factor=1
				offsets.topic.num.partitions=1
				transaction.state.log.replication.factor=1
				transaction.state.log.min.isr=1
				transaction.state.log.num.partitions=1
				share.coordinator.state.topic.replication.factor=1
				share.coordinator.state.topic.min.isr=1
				share.coordinator.state.topic.num.partitions=1
				group.initial.rebalance.delay.ms=0
				group.min.session.timeout.ms=1000
				group.consumer.min.session.timeout.ms=1000
				group.consumer.min.heartbeat.interval.ms=500
				group.consumer.heartbeat.interval.ms=500
				auto.create.topics.enable=false
				message.max.bytes=33554432
				log.cleaner.enable=false
				num.network.threads=2
				num.io.threads=4
				""".formatted(this.controller, this.direct, this.first, this.second, this.one.port(), this.two.port(),
				this.folder.resolve("data"));
	}

	/** Starts the process on the data that there is, and waits until it answers. */
	public void run() {
		Path log = this.folder.resolve("server.log");
		try {
			this.process = new ProcessBuilder(command()).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Process started = this.process;
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", direct()))) {
			Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100)).until(() -> {
				if (!started.isAlive()) {
					throw new IllegalStateException(Files.readString(log));
				}
				return answers(admin);
			});
		}
	}

	private List<String> command() {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-cp", System.getProperty("java.class.path")));
		command.addAll(this.jvm);
		command.addAll(List.of("-Dlogback.configurationFile=" + this.folder.resolve("logback.xml"), "kafka.Kafka",
				this.folder.resolve("server.properties").toString()));
		for (String override : this.overrides) {
			command.addAll(List.of("--override", override));
		}
		return command;
	}

	private static boolean answers(Admin admin) {
		try {
			return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
		}
		catch (Exception ex) {
			return false;
		}
	}

	/** Where a test talks to it. */
	public String direct() {
		return "127.0.0.1:" + this.direct;
	}

	/** Where services talk to it. */
	public FaultyProxy one() {
		return this.one;
	}

	/** Where other services talk to it. */
	public FaultyProxy two() {
		return this.two;
	}

	/** Ends the process as a machine does that loses its power. */
	public void kill() {
		Process running = this.process;
		if (running != null) {
			running.destroyForcibly().onExit().join();
		}
	}

	/** Asks the process to end, and waits for it. */
	public void stop() {
		Process running = this.process;
		if (running != null) {
			running.destroy();
			running.onExit().orTimeout(60, TimeUnit.SECONDS).join();
		}
	}

	public long pid() {
		Process running = this.process;
		return (running != null) ? running.pid() : -1;
	}

	@Override
	public void close() {
		kill();
		Runtime.getRuntime().removeShutdownHook(this.lastResort);
		List.of(this.one, this.two).forEach(FaultyProxy::close);
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
