package dev.tappet.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

	private FailureAnalysis analyze() {
		MarkedYAMLException thrown = Objects
			.requireNonNull(catchThrowableOfType(MarkedYAMLException.class, () -> new Yaml().load(TORN)));
		return Objects
			.requireNonNull(new YamlFailureAnalyzer(List.of(this.folder)).analyze(new IllegalStateException(thrown)));
	}

}
