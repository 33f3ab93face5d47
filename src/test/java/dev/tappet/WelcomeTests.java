package dev.tappet;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

class WelcomeTests {

	@Test
	void namesTheConsoleWhereItIsServed() {
		assertThat(text("true")).contains("Look at:\n  /console\n");
		assertThat(text("false")).contains("No endpoint is exposed.").doesNotContain("console");
	}

	private static String text(String enabled) {
		try (StaticApplicationContext context = new StaticApplicationContext()) {
			context.getBeanFactory()
				.registerSingleton("endpoints", new PathMappedEndpoints("/actuator", () -> List.of()));
			MockEnvironment environment = new MockEnvironment().withProperty("tappet.console.enabled", enabled);
			byte[] body = WebTestClient
				.bindToRouterFunction(
						new Welcome().tappetWelcome(context.getBeanProvider(PathMappedEndpoints.class), environment))
				.build()
				.get()
				.uri("/")
				.exchange()
				.expectBody()
				.returnResult()
				.getResponseBody();
			return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8);
		}
	}

}
