package dev.tappet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the processor time and the memory of a candidate go, by the flight recorder: the
 * samples of all rounds together. It slows the candidate down.
 */
final class Profile {

	private static final Map<String, Profile> PROFILES = new HashMap<>();

	/**
	 * A sample for each piece of the heap that a thread is given: unlike the samples that
	 * are throttled, none stands for what was allocated before.
	 */
	private static final String ALLOCATION = "jdk.ObjectAllocationInNewTLAB";

	/** Samples by processor time, in native code too; known to JDK 25 on Linux. */
	private static final String PROCESSOR = "jdk.CPUTimeSample";

	private static final int SHOWN = 25;

	private final Map<String, Long> top = new HashMap<>();

	private final Map<String, Long> ours = new HashMap<>();

	private final Map<String, Long> threads = new HashMap<>();

	private final Map<String, Long> allocated = new HashMap<>();

	private final Map<String, Long> allocatedAt = new HashMap<>();

	private Profile() {
	}

	static Measurement record(String id, Callable<Measurement> measured) throws Exception {
		Path file = Files.createTempFile("bench", ".jfr");
		try (Recording recording = new Recording()) {
			recording.enable(PROCESSOR).with("throttle", "2ms");
			recording.enable(ALLOCATION);
			recording.start();
			Measurement result = measured.call();
			recording.stop();
			recording.dump(file);
			PROFILES.computeIfAbsent(id, (name) -> new Profile()).read(file);
			return result;
		}
		finally {
			Files.deleteIfExists(file);
		}
	}

	private void read(Path file) throws IOException {
		try (RecordingFile events = new RecordingFile(file)) {
			while (events.hasMoreEvents()) {
				RecordedEvent event = events.readEvent();
				RecordedStackTrace stack = event.getStackTrace();
				if (stack == null || stack.getFrames().isEmpty()) {
					continue;
				}
				if (event.getEventType().getName().equals(PROCESSOR)) {
					sampled(event, stack);
				}
				else {
					String type = event.getClass("objectClass").getName();
					add(this.allocated, type, event.getLong("tlabSize"));
					add(this.allocatedAt, type + " in " + first(stack), event.getLong("tlabSize"));
				}
			}
		}
	}

	private void sampled(RecordedEvent event, RecordedStackTrace stack) {
		add(this.top, name(stack.getFrames().getFirst()), 1);
		add(this.ours, first(stack), 1);
		RecordedThread thread = event.getThread("eventThread");
		if (thread != null) {
			add(this.threads, thread.isVirtual() ? "virtual" : String.valueOf(thread.getJavaName()), 1);
		}
	}

	/** The first frame that is not the JDK's. */
	private static String first(RecordedStackTrace stack) {
		List<RecordedFrame> frames = stack.getFrames();
		return frames.stream()
			.map(Profile::name)
			.filter((name) -> !name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun."))
			.findFirst()
			.orElse(name(frames.getLast()));
	}

	private static String name(RecordedFrame frame) {
		return frame.getMethod().getType().getName() + "." + frame.getMethod().getName() + ":" + frame.getLineNumber();
	}

	private static void add(Map<String, Long> counts, String name, long more) {
		counts.merge(name, more, Long::sum);
	}

	static void write(Path folder) throws IOException {
		StringBuilder text = new StringBuilder();
		PROFILES.forEach((id, profile) -> {
			text.append("## ").append(id).append('\n');
			profile.list(text, "processor, by frame", profile.top);
			profile.list(text, "processor, by the first frame outside the JDK", profile.ours);
			profile.list(text, "processor, by thread", profile.threads);
			profile.list(text, "allocation, by class", profile.allocated);
			profile.list(text, "allocation, by class and the first frame outside the JDK", profile.allocatedAt);
		});
		if (!text.isEmpty()) {
			Files.writeString(folder.resolve("profile.txt"), text);
		}
	}

	private void list(StringBuilder text, String title, Map<String, Long> counts) {
		long all = counts.values().stream().mapToLong(Long::longValue).sum();
		text.append("\n").append(title).append(" (").append(all).append(")\n");
		counts.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue().reversed())
			.limit(SHOWN)
			.forEach(
					(entry) -> text.append("%6.1f %%  %s%n".formatted(100.0 * entry.getValue() / all, entry.getKey())));
	}

}
