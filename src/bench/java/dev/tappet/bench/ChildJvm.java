package dev.tappet.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Another JVM of the same kind: for what can be seen only in one that has done nothing
 * before. It answers in lines of {@code name=number}.
 */
final class ChildJvm implements AutoCloseable {

	private static final String END = "end";

	private final Process process;

	private final BufferedReader answers;

	private ChildJvm(Process process) {
		this.process = process;
		this.answers = process.inputReader(StandardCharsets.UTF_8);
	}

	static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((argument) -> argument.startsWith("-X") || argument.startsWith("--enable"))
			.forEach(command::add);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		for (Object argument : arguments) {
			command.add(argument.toString());
		}
		return new ChildJvm(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
	}

	/** What it says next. */
	Map<String, Double> read() throws IOException {
		Map<String, Double> values = new LinkedHashMap<>();
		for (String line; (line = this.answers.readLine()) != null && !line.equals(END);) {
			int cut = line.indexOf('=');
			if (cut > 0) {
				values.put(line.substring(0, cut), Double.valueOf(line.substring(cut + 1)));
			}
		}
		return values;
	}

	/** Lets it go on. */
	void tell() throws IOException {
		tell("go on");
	}

	/** Asks it for something, in a line. */
	void tell(String what) throws IOException {
		this.process.outputWriter(StandardCharsets.UTF_8).append(what).append('\n').flush();
	}

	/** Its processor time so far, in seconds. */
	double cpu() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
	}

	/** In the child: says this. */
	static void say(Map<String, Double> values) {
		PrintStream out = System.out;
		values.forEach((name, value) -> out.println(name + "=" + value));
		out.println(END);
		out.flush();
	}

	/** In the child: waits to be told. */
	static void awaitTold() throws IOException {
		int read;
		do {
			read = System.in.read();
		}
		while (read > '\n');
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
