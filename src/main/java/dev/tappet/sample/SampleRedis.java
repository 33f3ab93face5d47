package dev.tappet.sample;

import java.util.Map;
import java.util.stream.Stream;

import dev.tappet.embedded.RedisProcess;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Gives the service a Redis to play with where nobody configured one.
 */
class SampleRedis implements ApplicationListener<SpringApplicationEvent> {

	private static final Logger logger = LoggerFactory.getLogger(SampleRedis.class);

	private @Nullable RedisProcess process;

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationEnvironmentPreparedEvent prepared
				&& !connectionConfigured(prepared.getEnvironment())) {
			start(prepared.getEnvironment());
		}
		else if (event instanceof ApplicationContextInitializedEvent initialized && this.process != null
				&& initialized.getApplicationContext()
					.getBeanFactory() instanceof DefaultSingletonBeanRegistry singletons) {
			// What is registered first is destroyed last: after the triggers have
			// drained and the connections are closed.
			singletons.registerDisposableBean("sampleRedis", this.process::close);
		}
	}

	private void start(ConfigurableEnvironment environment) {
		RedisProcess redis = redis();
		this.process = redis;
		environment.getPropertySources()
			.addFirst(new MapPropertySource("sampleRedis",
					Map.of("spring.data.redis.host", "127.0.0.1", "spring.data.redis.port", redis.port())));
		logger.info("No Redis is configured (spring.data.redis.*), so here is one that ends with this process: "
				+ "redis-cli -p {}", redis.port());
	}

	private static RedisProcess redis() {
		try {
			return RedisProcess.forgetful().start();
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException("The Redis that the samples bring along does not start on this machine. "
					+ "Use one of your own: --spring.data.redis.url=redis://localhost:6379", ex);
		}
	}

	static boolean connectionConfigured(ConfigurableEnvironment environment) {
		return Stream.of("url", "host", "port", "sentinel", "cluster", "masterreplica")
			.map((key) -> ConfigurationPropertyName.of("spring.data.redis." + key))
			.anyMatch((name) -> isSet(environment, name));
	}

	private static boolean isSet(ConfigurableEnvironment environment, ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source.getConfigurationProperty(name) != null
					|| source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT) {
				return true;
			}
		}
		return false;
	}

}
