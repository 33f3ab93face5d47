package dev.tappet.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * The processes that the tests of faults start; none of them outlives the tests.
 */
final class Processes {

	private static final Set<Process> started = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> started.forEach(Process::destroyForcibly)));
	}

	private Processes() {
	}

	static Process start(ProcessBuilder builder) {
		try {
			Process process = builder.start();
			started.add(process);
			return process;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void signal(Process process, String name) {
		try {
			int status = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
			if (status != 0) {
				throw new IllegalStateException("kill -%s %d: status %d".formatted(name, process.pid(), status));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Returns when none of its threads runs any more: on a busy machine they may go on
	 * for a while after the signal was sent.
	 */
	static void freeze(Process process) {
		signal(process, "STOP");
		Path threads = Path.of("/proc", String.valueOf(process.pid()), "task");
		Awaitility.await("the threads of " + process.pid() + " to stop")
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> areStopped(threads));
	}

	/** Whether all are, or the system does not tell. */
	private static boolean areStopped(Path threads) {
		if (!Files.isDirectory(threads)) {
			return true;
		}
		try (Stream<Path> all = Files.list(threads)) {
			return all.allMatch((thread) -> state(thread) == 'T');
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The letter behind the name, which stands in brackets; a thread that is gone does
	 * not run.
	 */
	private static char state(Path thread) {
		try {
			String line = Files.readString(thread.resolve("stat"));
			return line.charAt(line.lastIndexOf(')') + 2);
		}
		catch (NoSuchFileException ex) {
			return 'T';
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static int exit(Process process) {
		return process.onExit().join().exitValue();
	}

	/** An empty folder for the files of one test class. */
	static Path folder(Class<?> test) {
		Path folder = Path.of("target", "faults", test.getSimpleName()).toAbsolutePath();
		try {
			if (Files.exists(folder)) {
				try (Stream<Path> files = Files.walk(folder)) {
					for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
						Files.delete(file);
					}
				}
			}
			return Files.createDirectories(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
