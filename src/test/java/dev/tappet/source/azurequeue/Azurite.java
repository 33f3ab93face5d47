package dev.tappet.source.azurequeue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.tappet.embedded.FreePorts;
import org.awaitility.Awaitility;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Azurite, the emulator that comes from Azure, in a process of its own. It needs Node, so
 * it is used where its command is on the path, and does not outlive the tests.
 */
final class Azurite implements TestedService {

	private static final String COMMAND = "azurite-queue";

	private final int port;

	private final Process process;

	private final Path log;

	private final Thread lastResort;

	private Azurite(int port, Process process, Path log) {
		this.port = port;
		this.process = process;
		this.log = log;
		this.lastResort = new Thread(process::destroyForcibly);
	}

	private static Optional<Path> find() {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.filter((folder) -> !folder.isBlank())
			.map((folder) -> Path.of(folder, COMMAND))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/** Starts it, or leaves the test where it is not there. */
	static Azurite start() {
		Optional<Path> command = find();
		assumeTrue(command.isPresent(), "no " + COMMAND + " on the path");
		int port = FreePorts.next();
		try {
			Path log = Files.createTempFile("azurite", ".log");
			Process process = new ProcessBuilder(List.of(command.orElseThrow().toString(), "--queueHost", "127.0.0.1",
					"--queuePort", String.valueOf(port), "--inMemoryPersistence", "--disableTelemetry",
					"--skipApiVersionCheck", "--silent"))
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			Azurite azurite = new Azurite(port, process, log);
			Runtime.getRuntime().addShutdownHook(azurite.lastResort);
			azurite.await();
			return azurite;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void await() {
		try {
			Awaitility.await("Azurite to listen").atMost(Duration.ofMinutes(1)).until(() -> {
				if (!this.process.isAlive()) {
					throw new IllegalStateException(Files.readString(this.log));
				}
				return listens();
			});
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private boolean listens() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public void pass(Duration time) {
		long until = System.nanoTime() + time.toNanos();
		Awaitility.await()
			.atMost(time.plusSeconds(30))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> System.nanoTime() - until > 0);
	}

	@Override
	public void close() {
		// What Node started for the command ends with it.
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly().onExit().join();
		Runtime.getRuntime().removeShutdownHook(this.lastResort);
		try {
			Files.deleteIfExists(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
