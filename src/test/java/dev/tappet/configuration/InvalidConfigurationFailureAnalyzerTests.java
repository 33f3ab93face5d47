package dev.tappet.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.tappet.source.redis.RedisTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class InvalidConfigurationFailureAnalyzerTests {

	@Test
	void stopsTheStartWithTheReport(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Reading.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--tappet.triggers.orders.timeout=x",
				"--spring.config.location=optional:classpath:/none/"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("2 problems in the configuration:")
			.contains(
					"    Key:     tappet.triggers.orders.timeout\n    Value:   x\n    Place:   command line argument\n")
			.contains("Follow the remedies above, then start again.");
	}

	@Test
	void leadsToTheLineOfAFileThatSpringBootLoaded(CapturedOutput output, @TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("application.yml"), """
				tappet:
				  triggers:
				    orders: {}
				    events:
				      redis-list:
				        key: [a, a]
				""");
		SpringApplication application = new SpringApplication(Reading.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--spring.config.location=" + directory.toUri()));
		assertThat(output).contains("Place:   " + file + ":6\n").contains("Place:   " + file + "\n");
	}

	@Configuration(proxyBeanMethods = false)
	static class Reading {

		@Bean
		Definitions definitions(ConfigurableEnvironment environment) {
			List<ConfigurationProblem> problems = DefinitionReader.read(environment, RedisTypes.all(), List.of())
				.problems();
			throw new InvalidConfigurationException(problems);
		}

	}

}
