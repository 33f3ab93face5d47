package dev.tappet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DockerfileTests {

	@Test
	void labelsTheImageWithTheVersionOfTheProject() throws Exception {
		List<String> pom = Files.readAllLines(Path.of("pom.xml")).stream().map(String::trim).toList();
		String version = pom.get(pom.indexOf("<artifactId>tappet</artifactId>") + 1);
		assertThat(Files.readAllLines(Path.of("Dockerfile")))
			.contains(version.replace("<version>", "ARG VERSION=").replace("</version>", ""));
	}

}
