package dev.tappet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.tappet.support.HandlerJar;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handler jars in the folder of the executable jar, as a user builds them.
 */
class HandlerJarIT {

	private static final String SCANNED = """
			package org.example.scanned;

			import dev.tappet.handler.TriggerContext;
			import dev.tappet.handler.TriggerHandler;
			import org.springframework.stereotype.Component;

			@Component
			class Scanned implements TriggerHandler<String> {

				Scanned() {
					System.out.println("found by its package");
				}

				@Override
				public void handle(String payload, TriggerContext context) {
				}

			}
			""";

	private static final String CONFIGURED = """
			package org.example.configured;

			import dev.tappet.handler.TriggerHandler;
			import org.springframework.boot.autoconfigure.AutoConfiguration;
			import org.springframework.context.annotation.Bean;

			@AutoConfiguration
			public class ConfiguredAutoConfiguration {

				@Bean
				TriggerHandler<String> configured() {
					System.out.println("found by its auto-configuration");
					return (payload, context) -> { };
				}

			}
			""";

	private static final String IMPORTS = "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

	@TempDir
	Path folder;

	@Test
	void areFoundBesideTheWorkingDirectory() throws Exception {
		writeJars(Files.createDirectory(this.folder.resolve("handlers")));
		assertThat(startedWith(Map.of())).contains("found by its package", "found by its auto-configuration");
	}

	@Test
	void areFoundInTheFolderThatTheVariableNames() throws Exception {
		Path elsewhere = Files.createDirectory(this.folder.resolve("elsewhere"));
		writeJars(elsewhere);
		assertThat(startedWith(Map.of("TAPPET_HANDLERS", elsewhere.toString()))).contains("found by its package",
				"found by its auto-configuration");
	}

	private String startedWith(Map<String, String> variables) throws Exception {
		Path output = this.folder.resolve("output.txt");
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-jar", System.getProperty("exec-jar"), "--server.port=0",
				"--tappet.handlers.packages=org.example.scanned")
			.directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().putAll(variables);
		Process service = builder.start();
		try {
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> !service.isAlive() || Files.readString(output).contains("Started TappetApplication"));
			assertThat(service.isAlive()).as(Files.readString(output)).isTrue();
			return Files.readString(output);
		}
		finally {
			service.destroy();
			service.waitFor();
		}
	}

	private static void writeJars(Path target) throws IOException {
		HandlerJar.write(target.resolve("scanned.jar"), "Scanned", SCANNED, Map.of());
		HandlerJar.write(target.resolve("configured.jar"), "ConfiguredAutoConfiguration", CONFIGURED,
				Map.of(IMPORTS, "org.example.configured.ConfiguredAutoConfiguration\n"));
	}

}
