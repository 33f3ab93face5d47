package dev.tappet.configuration;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;

class PlaceTests {

	@Test
	void shortensFilesBelowTheWorkingDirectory() {
		assertThat(place(new FileSystemResource("./config/application.yml"))).isEqualTo("config/application.yml:12");
		assertThat(place(new FileSystemResource(Path.of("config/application.yml").toAbsolutePath())))
			.isEqualTo("config/application.yml:12");
	}

	@Test
	void keepsOtherFiles() {
		assertThat(place(new FileSystemResource("/etc/tappet/application.yml")))
			.isEqualTo("/etc/tappet/application.yml:12");
	}

	@Test
	void marksTheClassPath() {
		assertThat(place(new ClassPathResource("application.yml"))).isEqualTo("classpath:application.yml:12");
	}

	@Test
	void namesAVariable() {
		assertThat(Place.of(source("x"), "tappet.a", new SystemEnvironmentOrigin("TAPPET_A")))
			.isEqualTo("environment variable \"TAPPET_A\"");
	}

	@ParameterizedTest
	@CsvSource({
			"Config resource 'file [config/application.yml]' via location 'optional:file:./config/', config/application.yml",
			"Config resource 'class path resource [application.yml]' via location 'optional:classpath:/', classpath:application.yml",
			"Inlined Test Properties, property source \"Inlined Test Properties\"" })
	void fallsBackOnTheNameOfTheSource(String name, String place) {
		assertThat(Place.of(source(name), "tappet.a", null)).isEqualTo(place);
	}

	private static String place(Resource resource) {
		return Place.of(source("x"), "tappet.a",
				new TextResourceOrigin(resource, new TextResourceOrigin.Location(11, 4)));
	}

	private static MapPropertySource source(String name) {
		return new MapPropertySource(name, Map.of());
	}

}
