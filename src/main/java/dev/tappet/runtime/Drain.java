package dev.tappet.runtime;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a stop finds and what it does, for the log.
 *
 * @param running how many messages were in handlers when it began, by trigger, of those
 * that had any
 * @param most how long the handlers may take
 */
record Drain(Map<String, Integer> running, Duration most) {

	int messages() {
		return this.running.values().stream().mapToInt(Integer::intValue).sum();
	}

	/** The line at its beginning. */
	String begins() {
		if (this.running.isEmpty()) {
			return "Stopping: no message is in a handler";
		}
		String each = this.running.entrySet()
			.stream()
			.map((entry) -> "'%s' (%d)".formatted(entry.getKey(), entry.getValue()))
			.collect(Collectors.joining(", "));
		return "Draining: %d message(s) in handlers of %s, for up to %s".formatted(messages(), each,
				seconds(this.most));
	}

	/**
	 * The line at its end.
	 * @param interrupted how many of the messages in handlers were not finished in time
	 * @param handedBack how many messages sources have handed back, as their servers
	 * confirmed
	 * @param took how long it took
	 * @return the line
	 */
	String ends(int interrupted, long handedBack, Duration took) {
		return "Drained %d message(s) in handlers, %d of them not finished in time; handed back %d in %s"
			.formatted(messages(), interrupted, handedBack, seconds(took));
	}

	private static String seconds(Duration duration) {
		return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
	}

}
