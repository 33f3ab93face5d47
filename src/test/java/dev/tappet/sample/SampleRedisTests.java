package dev.tappet.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class SampleRedisTests {

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void bringsARedisThatOutlivesWhatDrainsOnIt() throws Exception {
		Draining draining;
		int port;
		try (ConfigurableApplicationContext context = run()) {
			draining = context.getBean(Draining.class);
			port = context.getEnvironment().getRequiredProperty("spring.data.redis.port", Integer.class);
			assertThat(context.getEnvironment().getProperty("spring.data.redis.host")).isEqualTo("127.0.0.1");
			draining.port = port;
		}
		assertThat(draining.redisAnswered).isTrue();
		Awaitility.await()
			.untilAsserted(() -> assertThatIOException()
				.isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close()));
	}

	@Test
	void leavesAConfiguredConnectionAlone() {
		try (ConfigurableApplicationContext context = run("--spring.data.redis.url=redis://cache.example:6379")) {
			assertThat(context.getEnvironment().containsProperty("spring.data.redis.port")).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.data.redis.url", "spring.data.redis.host", "spring.data.redis.port",
			"spring.data.redis.sentinel.master", "spring.data.redis.sentinel.nodes[0]",
			"spring.data.redis.cluster.nodes", "spring.data.redis.cluster.nodes[0]",
			"spring.data.redis.masterreplica.nodes[0]" })
	void knowsAConnectionByAnyOfItsProperties(String property) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(property, "1")));
		ConfigurationPropertySources.attach(environment);
		assertThat(SampleRedis.connectionConfigured(environment)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SPRING_DATA_REDIS_URL", "SPRING_DATA_REDIS_PORT", "SPRING_DATA_REDIS_CLUSTER_NODES",
			"SPRING_DATA_REDIS_SENTINEL_NODES_0" })
	void knowsAConnectionByItsVariables(String variable) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of(variable, "1")));
		ConfigurationPropertySources.attach(environment);
		assertThat(SampleRedis.connectionConfigured(environment)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.data.redis.timeout", "spring.data.redis.client-name",
			"spring.data.redis.lettuce.cluster.refresh.period", "tappet.connections.other.url" })
	void isNotMisledByOtherProperties(String property) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(property, "1")));
		ConfigurationPropertySources.attach(environment);
		assertThat(SampleRedis.connectionConfigured(environment)).isFalse();
	}

	private static ConfigurableApplicationContext run(String... args) {
		return new SpringApplicationBuilder(Empty.class).web(WebApplicationType.NONE)
			.listeners(new SampleRedis())
			.run(args);
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

		@Bean
		Draining draining() {
			return new Draining();
		}

	}

	static class Draining implements SmartLifecycle {

		private int port;

		private boolean running;

		private boolean redisAnswered;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
				this.redisAnswered = socket.isConnected();
			}
			catch (IOException ex) {
				this.redisAnswered = false;
			}
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
