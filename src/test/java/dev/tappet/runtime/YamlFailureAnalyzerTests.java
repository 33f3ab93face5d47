package dev.tappet.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class YamlFailureAnalyzerTests {

	private static final String TORN = "tappet:\n  triggers: {orders\n";

	@TempDir
	Path folder;

	@Test
	void namesTheFileThatHasTheMistake() throws IOException {
		Files.writeString(this.folder.resolve("application.yml"), "tappet:\n  triggers: {}\n");
		Path torn = Files.writeString(this.folder.resolve("application-production.yaml"), TORN);
		assertThat(analyze().getDescription()).startsWith("The file " + torn + " is not YAML").contains("line 3");
	}

	@Test
	void saysWhatIsWrongWhereTheFileIsNotFound() {
		assertThat(analyze().getDescription()).startsWith("A configuration file is not YAML").contains("line 3");
	}

	/** Spring Boot refuses it, while YAML itself would take the last one. */
	@Test
	void namesTheFileThatHasAKeyTwice() throws IOException {
		String twice = "tappet:\n  triggers:\n    on: {}\n    yes: {}\n";
		Path file = Files.writeString(this.folder.resolve("application.yml"), twice);
		FailureAnalysis analysis = analyze(twice);
		assertThat(analysis.getDescription()).startsWith("The file " + file + " is not YAML").contains("line 4");
		assertThat(analysis.getAction()).contains("on, yes and true are the same key");
	}

	private FailureAnalysis analyze() {
		return analyze(TORN);
	}

	private FailureAnalysis analyze(String text) {
		LoaderOptions rules = new LoaderOptions();
		rules.setAllowDuplicateKeys(false);
		MarkedYAMLException thrown = Objects
			.requireNonNull(catchThrowableOfType(MarkedYAMLException.class, () -> new Yaml(rules).load(text)));
		return Objects
			.requireNonNull(new YamlFailureAnalyzer(List.of(this.folder)).analyze(new IllegalStateException(thrown)));
	}

}
