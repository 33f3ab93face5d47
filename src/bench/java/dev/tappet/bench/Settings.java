package dev.tappet.bench;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is run and how long; {@link Benchmark} says what each is for.
 *
 * @param rounds rounds that count
 * @param warmup rounds before them
 * @param backlog messages of one run
 * @param payload size of a message in bytes
 * @param only the parts to run, all where empty
 * @param candidates which candidates of those parts
 * @param latencySeconds length of one run at a steady rate
 * @param growthMost largest backlog of the growth part
 * @param coldStarts processes that are started for the first burst
 * @param profile whether the flight recorder runs
 */
record Settings(int rounds, int warmup, int backlog, int payload, List<String> only, Pattern candidates,
		int latencySeconds, int growthMost, int coldStarts, boolean profile) {

	static Settings read() {
		return new Settings(number("rounds", 5), number("warmup", 2), number("backlog", 200_000),
				number("payload", 200),
				Stream.of(text("only", "").split(",")).filter((part) -> !part.isBlank()).toList(),
				Pattern.compile(text("candidates", ".*")), number("latency-seconds", 5),
				number("growth-most", 2_000_000), number("cold-starts", 5), text("profile", "false").equals("true"));
	}

	/** The same, with another number of messages in a run. */
	Settings withBacklog(int messages) {
		return new Settings(this.rounds, this.warmup, messages, this.payload, this.only, this.candidates,
				this.latencySeconds, this.growthMost, this.coldStarts, this.profile);
	}

	private static int number(String name, int otherwise) {
		return Integer.parseInt(text(name, String.valueOf(otherwise)));
	}

	private static String text(String name, String otherwise) {
		String value = System.getProperty("bench." + name, "");
		return value.isBlank() ? otherwise : value.trim();
	}

	boolean wants(String part) {
		return this.only.isEmpty() || this.only.contains(part);
	}

	boolean takes(String candidate) {
		return this.candidates.matcher(candidate).find();
	}

}
