package dev.tappet.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The folder that handler jars are taken from, and what is in it.
 *
 * @param folder the folder, which need not be there
 * @param jars what cannot be opened about each jar, or an empty text, by name
 */
record HandlerFolder(Path folder, Map<String, String> jars) {

	/** The environment variable that names the folder. */
	static final String VARIABLE = "TAPPET_HANDLERS";

	private static final String DEFAULT = "handlers";

	/**
	 * Looks into the folder.
	 * @param environment the environment variables
	 * @return what is there
	 */
	static HandlerFolder look(UnaryOperator<@Nullable String> environment) {
		String named = environment.apply(VARIABLE);
		return look(Path.of((named != null && !named.isBlank()) ? named : DEFAULT));
	}

	static HandlerFolder look(Path folder) {
		Map<String, String> jars = new TreeMap<>();
		if (Files.isDirectory(folder)) {
			try (Stream<Path> files = Files.list(folder)) {
				files.filter((file) -> file.toString().endsWith(".jar"))
					.forEach((file) -> jars.put(file.getFileName().toString(), problem(file)));
			}
			catch (IOException ex) {
				// Whoever may not list it has nothing from it either.
			}
		}
		return new HandlerFolder(folder, jars);
	}

	private static String problem(Path file) {
		try (JarFile jar = new JarFile(file.toFile())) {
			return "";
		}
		catch (IOException | SecurityException ex) {
			return "cannot be opened: " + ex.getMessage();
		}
	}

	/** What is in it, as a part of a sentence. */
	String describe() {
		String place = "'" + this.folder + "'";
		if (!Files.isDirectory(this.folder)) {
			return "there is no folder %s for handler jars here (in %s); %s names another".formatted(place,
					Path.of("").toAbsolutePath(), VARIABLE);
		}
		return this.jars.isEmpty() ? "there is no jar in the folder " + place
				: "in the folder %s are %s".formatted(place, this.jars.entrySet()
					.stream()
					.map((jar) -> jar.getValue().isEmpty() ? jar.getKey() : jar.getKey() + " (" + jar.getValue() + ")")
					.collect(Collectors.joining(", ")));
	}

	/**
	 * A line for each jar.
	 * @param handlers the names of handler beans by the jar that they come from
	 * @return the lines
	 */
	List<String> lines(Map<String, List<String>> handlers) {
		List<String> lines = new ArrayList<>();
		this.jars.forEach((jar, problem) -> {
			List<String> found = handlers.getOrDefault(jar, List.of());
			if (!problem.isEmpty()) {
				lines.add("Handler jar %s %s".formatted(jar, problem));
			}
			else {
				lines.add("Handler jar %s: %s".formatted(jar, found.isEmpty()
						? "no handler beans; a library, or neither an auto-configuration nor tappet.handlers.packages names them"
						: "handlers '" + String.join("', '", found) + "'"));
			}
		});
		return lines;
	}

}
