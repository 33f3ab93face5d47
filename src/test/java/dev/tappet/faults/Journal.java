package dev.tappet.faults;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the handlers of one worker process did, in a file of its own: a line when an
 * invocation begins and one when it ends. A process that is killed leaves what it wrote.
 */
final class Journal {

	/**
	 * One call of a handler.
	 *
	 * @param process the name of the process that ran it
	 * @param worker its instance id
	 * @param trigger the trigger
	 * @param id the message's own id, which its sender gave it
	 * @param attempt the attempt as the handler saw it
	 * @param startedAt when it began, in ms since the epoch
	 * @param endedAt when it ended, or -1
	 * @param outcome {@code ok} or the name of what was thrown, or empty where it has not
	 * ended
	 */
	record Invocation(String process, String worker, String trigger, String id, int attempt, long startedAt,
			long endedAt, String outcome) {

		boolean succeeded() {
			return this.outcome.equals("ok");
		}

		boolean ended() {
			return this.endedAt >= 0;
		}

		Invocation end(long at, String how) {
			return new Invocation(this.process, this.worker, this.trigger, this.id, this.attempt, this.startedAt, at,
					how);
		}

	}

	private static final String ENDING = ".journal";

	// Not a channel, which an interrupted handler would close.
	private final FileOutputStream file;

	private final AtomicLong numbers = new AtomicLong();

	Journal(Path file) {
		try {
			this.file = new FileOutputStream(file.toFile(), true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The most calls that one process began within a second. */
	static int mostInASecond(List<Invocation> calls, String process) {
		long[] times = calls.stream()
			.filter((call) -> call.process().equals(process))
			.mapToLong(Invocation::startedAt)
			.sorted()
			.toArray();
		int most = 0;
		int first = 0;
		for (int last = 0; last < times.length; last++) {
			while (times[last] - times[first] > 1000) {
				first++;
			}
			most = Math.max(most, last - first + 1);
		}
		return most;
	}

	static Path file(Path folder, String name) {
		return folder.resolve(name + ENDING);
	}

	long begin(String worker, String trigger, String id, int attempt) {
		long number = this.numbers.incrementAndGet();
		write("begin\t%d\t%s\t%s\t%s\t%d\t%d\n".formatted(number, worker, trigger, id, attempt,
				System.currentTimeMillis()));
		return number;
	}

	void end(long number, String outcome) {
		write("end\t%d\t%d\t%s\n".formatted(number, System.currentTimeMillis(), outcome));
	}

	private synchronized void write(String line) {
		try {
			this.file.write(line.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Reads the journals of all processes that wrote into a folder. */
	static List<Invocation> readAll(Path folder) {
		List<Invocation> invocations = new ArrayList<>();
		try (var files = Files.newDirectoryStream(folder, "*" + ENDING)) {
			for (Path file : files) {
				invocations.addAll(read(file));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return invocations;
	}

	private static List<Invocation> read(Path file) throws IOException {
		Map<String, Invocation> byNumber = new HashMap<>();
		String process = file.getFileName().toString().replace(ENDING, "");
		String text = Files.readString(file);
		int whole = text.lastIndexOf('\n') + 1;
		text.substring(0, whole).lines().forEach((line) -> {
			String[] parts = line.split("\t", -1);
			if (parts[0].equals("begin")) {
				byNumber.put(parts[1], new Invocation(process, parts[2], parts[3], parts[4], Integer.parseInt(parts[5]),
						Long.parseLong(parts[6]), -1, ""));
			}
			else {
				byNumber.computeIfPresent(parts[1], (number, begun) -> begun.end(Long.parseLong(parts[2]), parts[3]));
			}
		});
		return List.copyOf(byNumber.values());
	}

}
