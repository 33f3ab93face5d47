package dev.tappet.runtime;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Names the file of a mistake in YAML, which who reads it does not say: the files that a
 * start reads from the working directory are read once more.
 */
class YamlFailureAnalyzer extends AbstractFailureAnalyzer<MarkedYAMLException> {

	private final List<Path> folders;

	YamlFailureAnalyzer() {
		this(List.of(Path.of("config"), Path.of("")));
	}

	YamlFailureAnalyzer(List<Path> folders) {
		this.folders = folders;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MarkedYAMLException cause) {
		Path file = find(places(cause));
		String place = (file != null) ? "The file " + file.toAbsolutePath() : "A configuration file";
		return new FailureAnalysis("%s is not YAML:\n\n%s".formatted(place, cause.getMessage()),
				advice(String.valueOf(cause.getMessage())), cause);
	}

	private static String advice(String mistake) {
		if (mistake.contains("found duplicate key")) {
			return "Keep one of the two, or give one another name. To YAML on, yes and true are the same key, and off, "
					+ "no and false are: quote what is meant as a name.";
		}
		return "Correct the line. Indent with spaces, by as many as the lines beside it, put a space behind each ':', "
				+ "and quote values that begin with a sign such as * & ! % @ ` { [.";
	}

	/** What is wrong, without how the reader was called. */
	private static String places(MarkedYAMLException mistake) {
		return String.valueOf(mistake.getMessage()).replaceAll("in '[^']*'", "");
	}

	private @Nullable Path find(String message) {
		return this.folders.stream()
			.flatMap(YamlFailureAnalyzer::files)
			.filter((file) -> message.equals(mistake(file)))
			.findFirst()
			.orElse(null);
	}

	private static Stream<Path> files(Path folder) {
		try (Stream<Path> files = Files.list(folder.toAbsolutePath())) {
			return files.filter((file) -> file.getFileName().toString().matches("application.*\\.ya?ml"))
				.sorted()
				.toList()
				.stream();
		}
		catch (IOException ex) {
			return Stream.empty();
		}
	}

	private static @Nullable String mistake(Path file) {
		LoaderOptions rules = new LoaderOptions();
		rules.setAllowDuplicateKeys(false);
		try (Reader reader = Files.newBufferedReader(file)) {
			new Yaml(rules).loadAll(reader).forEach((document) -> {
			});
			return null;
		}
		catch (MarkedYAMLException ex) {
			return places(ex);
		}
		catch (IOException ex) {
			return null;
		}
	}

}
