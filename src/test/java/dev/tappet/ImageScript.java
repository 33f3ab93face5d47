package dev.tappet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A script of the image, run as there: with the variables that are given, and no others.
 */
final class ImageScript {

	private ImageScript() {
	}

	static Run run(String shell, String script, Path folder, Map<String, String> variables, String... arguments)
			throws IOException, InterruptedException {
		Path path = Path.of("src", "main", "docker", script).toAbsolutePath();
		List<String> command = Stream.concat(Stream.of(shell, path.toString()), Stream.of(arguments)).toList();
		ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
		builder.environment().clear();
		builder.environment().putAll(variables);
		Process process = builder.start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return new Run(process.waitFor(), output.lines().toList());
		}
		finally {
			process.destroyForcibly();
		}
	}

	record Run(int status, List<String> lines) {
	}

}
