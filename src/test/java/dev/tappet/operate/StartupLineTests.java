package dev.tappet.operate;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerState;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class StartupLineTests {

	@Test
	void saysWhereToDefineTriggers() {
		assertThat(line())
			.isEqualTo("No triggers are defined: add them under 'tappet.triggers' in config/application.yml");
	}

	@Test
	void countsTheStatesAndFiresTheFirstTriggerThatRuns() {
		TestTrigger paused = TestTrigger.list("b", "jobs");
		paused.state = TriggerState.PAUSED;
		assertThat(line(TestTrigger.stream("a", "orders").disabled(), paused,
				TestTrigger.stream("c", "orders").on("reporting")))
			.isEqualTo("1 of 3 triggers running (1 paused, 1 disabled). " + "Fire 'c': redis-cli SET a b # reporting");
	}

	@Test
	void doesNotFireAFailingTriggerNorAnyOutsideOfDevelopment() {
		assertThat(line(TestTrigger.stream("a", "orders").failing("no Redis"))).doesNotContain("Fire");
		assertThat(line(false, TestTrigger.stream("a", "orders"))).isEqualTo("1 of 1 triggers running");
	}

	@Test
	void namesThePortOfTheManagementServer() {
		SpringApplication application = new SpringApplicationBuilder(OperateApplication.class)
			.properties("server.port=0", "management.server.port=0", "management.server.base-path=/ops",
					"management.endpoints.web.exposure.include=health")
			.build();
		try (ConfigurableApplicationContext context = application.run()) {
			String port = context.getEnvironment().getRequiredProperty("local.management.port");
			assertThat(context.getBean(StartupLine.class).text(true))
				.endsWith(". Health: http://localhost:" + port + "/ops/actuator/health");
		}
	}

	@Test
	void saysNothingOfEndpointsThatAreSwitchedOff() {
		SpringApplication application = new SpringApplicationBuilder(OperateApplication.class)
			.properties("server.port=0", "management.server.port=-1")
			.build();
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(context.getBean(StartupLine.class).text(true)).doesNotContain("http");
		}
	}

	private static String line(Trigger... triggers) {
		return line(true, triggers);
	}

	private static String line(boolean development, Trigger... triggers) {
		StaticApplicationContext context = new StaticApplicationContext();
		MockEnvironment environment = new MockEnvironment();
		return new StartupLine(TestRegistry.of(triggers),
				new EndpointUrls(environment, context.getBeanProvider(PathMappedEndpoints.class)))
			.text(development);
	}

}
