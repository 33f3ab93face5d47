package dev.tappet;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.ExposableEndpoint;
import org.springframework.boot.actuate.endpoint.Operation;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
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

	@Test
	void namesTheEndpointsThatAreExposedAsTheyAreCalled() {
		assertThat(text("false", "health", "deadletters", "instances", "invoke"))
			.endsWith("Look at:\n  /actuator/health\n  /actuator/deadletters/<trigger>\n  /actuator/instances\n");
	}

	private static String text(String enabled, String... exposed) {
		List<ExposableEndpoint<?>> endpoints = Stream.of(exposed).<ExposableEndpoint<?>>map(Exposed::new).toList();
		try (StaticApplicationContext context = new StaticApplicationContext()) {
			context.getBeanFactory()
				.registerSingleton("endpoints", new PathMappedEndpoints("/actuator", () -> endpoints));
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

	/**
	 * An endpoint that is exposed.
	 *
	 * @param name its id
	 */
	private record Exposed(String name) implements ExposableEndpoint<Operation>, PathMappedEndpoint {

		@Override
		public EndpointId getEndpointId() {
			return EndpointId.of(this.name);
		}

		@Override
		public Access getDefaultAccess() {
			return Access.UNRESTRICTED;
		}

		@Override
		public Collection<Operation> getOperations() {
			return List.of();
		}

		@Override
		public String getRootPath() {
			return this.name;
		}

	}

}
