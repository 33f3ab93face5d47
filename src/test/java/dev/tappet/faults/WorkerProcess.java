package dev.tappet.faults;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * The service in a process of its own, to be killed, frozen and stopped.
 */
final class WorkerProcess implements AutoCloseable {

	private static final AtomicInteger numbers = new AtomicInteger();

	private final String name;

	private final String instance;

	private final Process process;

	private final Path log;

	private WorkerProcess(String name, String instance, Process process, Path log) {
		this.name = name;
		this.instance = instance;
		this.process = process;
		this.log = log;
	}

	/**
	 * How a worker is started. The trigger's key and its name are the same; a stream's
	 * payload is its field {@code body}.
	 */
	static final class Setup {

		private final Path folder;

		private final List<String> jvm = new ArrayList<>();

		private final List<String> arguments = new ArrayList<>();

		private final Map<String, String> environment = new HashMap<>();

		private Setup(Path folder) {
			this.folder = folder;
		}

		Setup stream(String trigger, String... properties) {
			set("tappet.triggers." + trigger + ".redis-stream.key=" + trigger);
			set("tappet.triggers." + trigger + ".redis-stream.payload-field=body");
			return trigger(trigger, properties);
		}

		Setup list(String trigger, String... properties) {
			set("tappet.triggers." + trigger + ".redis-list.key=" + trigger);
			return trigger(trigger, properties);
		}

		Setup channel(String trigger, String... properties) {
			set("tappet.triggers." + trigger + ".redis-pubsub.channel=" + trigger);
			return trigger(trigger, properties);
		}

		private Setup trigger(String trigger, String... properties) {
			set("tappet.triggers." + trigger + ".handler=work");
			for (String property : properties) {
				set("tappet.triggers." + trigger + "." + property);
			}
			return this;
		}

		Setup set(String property) {
			this.arguments.add("--" + property);
			return this;
		}

		Setup jvm(String... options) {
			this.jvm.addAll(List.of(options));
			return this;
		}

		Setup environment(String name, String value) {
			this.environment.put(name, value);
			return this;
		}

		/** Starts the process, and does not wait for it. */
		WorkerProcess launch(String instance) {
			String name = instance + "-" + numbers.incrementAndGet();
			Path log = this.folder.resolve(name + ".log");
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath(),
							"-Xshare:auto", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
							"-XX:+UseSerialGC", "-Xmx128m", "-XX:-OmitStackTraceInFastThrow",
							"-D" + WorkerApplication.JOURNAL + "=" + Journal.file(this.folder, name)));
			command.addAll(this.jvm);
			command.addAll(List.of(WorkerApplication.class.getName(), "--tappet.instance-id=" + instance));
			if (this.arguments.stream().noneMatch((argument) -> argument.startsWith("--server.port="))) {
				command.add("--spring.main.web-application-type=none");
				// Without a server nothing else keeps the process alive.
				command.add("--spring.main.keep-alive=true");
			}
			command.addAll(this.arguments);
			ProcessBuilder builder = new ProcessBuilder(command).directory(this.folder.toFile())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
			builder.environment().putAll(this.environment);
			return new WorkerProcess(name, instance, Processes.start(builder), log);
		}

		/** Starts the process and waits until its triggers run. */
		WorkerProcess start(String instance) {
			return launch(instance).awaitStarted();
		}

	}

	private static String classPath() {
		// The process has another working directory.
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

	static Setup on(Path folder, int redis) {
		return in(folder).set("spring.data.redis.host=127.0.0.1").set("spring.data.redis.port=" + redis);
	}

	/** A worker that knows no Redis but by what is set. */
	static Setup in(Path folder) {
		return new Setup(folder);
	}

	WorkerProcess awaitStarted() {
		Awaitility.await("start of " + this.instance).atMost(Duration.ofMinutes(2)).until(() -> {
			if (!this.process.isAlive()) {
				throw new IllegalStateException(this.instance + " has ended:\n" + log());
			}
			return isStarted();
		});
		return this;
	}

	/** Whether its triggers run. */
	boolean isStarted() {
		return this.process.isAlive() && log().contains("Started ");
	}

	/** Tells the processes of an instance apart. */
	String name() {
		return this.name;
	}

	String instance() {
		return this.instance;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/** The memory that it holds in MB, or 0 where the system does not tell. */
	long residentMegabytes() {
		Path status = Path.of("/proc/" + this.process.pid() + "/status");
		try (Stream<String> lines = Files.lines(status)) {
			return lines.filter((line) -> line.startsWith("VmRSS:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
				.findFirst()
				.orElse(0);
		}
		catch (IOException ex) {
			return 0;
		}
	}

	/** Ends it like {@code kill -9}, and returns when it is dead. */
	void kill() {
		Processes.exit(this.process.destroyForcibly());
	}

	void freeze() {
		Processes.freeze(this.process);
	}

	void thaw() {
		Processes.signal(this.process, "CONT");
	}

	/** Asks it to end, like a container engine does. */
	void terminate() {
		Processes.signal(this.process, "TERM");
	}

	/** Waits for its end and gives its exit status. */
	int awaitEnd(Duration most) {
		try {
			if (!this.process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError("%s has not ended within %s:%n%s".formatted(this.instance, most, log()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.process.exitValue();
	}

	String log() {
		try {
			File file = this.log.toFile();
			return file.exists() ? Files.readString(this.log) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		if (this.process.isAlive()) {
			kill();
		}
	}

}
