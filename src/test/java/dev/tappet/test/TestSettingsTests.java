package dev.tappet.test;

import org.junit.jupiter.api.Test;

import org.springframework.core.env.PropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TestSettingsTests {

	@Test
	void readsTriggersAsTheyStandInTheConfiguration() {
		PropertySource<?> triggers = TestSettings.of("""
				order-created:
				  redis-stream:
				    key: orders
				""", new String[0], 1234).triggers().getFirst();
		assertThat(triggers.getProperty("tappet.triggers.order-created.redis-stream.key")).hasToString("orders");
	}

	@Test
	void readsNoFileBesideTheTriggersOfATest() {
		assertThat(TestSettings.of("a: {}", new String[0], 1234).arguments())
			.anyMatch((argument) -> argument.startsWith("--spring.config.location="));
		assertThat(TestSettings.of("", new String[0], 1234)).satisfies((settings) -> {
			assertThat(settings.triggers()).isEmpty();
			assertThat(settings.arguments()).noneMatch((argument) -> argument.startsWith("--spring.config."));
		});
	}

	@Test
	void letsPropertiesOverrideAllElse() {
		assertThat(TestSettings.of("", new String[] { "spring.main.register-shutdown-hook = true", "a=b=c" }, 1234)
			.arguments()).contains("--spring.main.register-shutdown-hook=true", "--a=b=c")
			.doesNotContain("--spring.main.register-shutdown-hook=false");
	}

	@Test
	void refusesAPropertyWithoutAValue() {
		assertThatIllegalArgumentException().isThrownBy(() -> TestSettings.of("", new String[] { "debug" }, 1234))
			.withMessageContaining("debug");
	}

}
