package dev.tappet.source.redis;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether somebody has said where the Redis of {@code spring.data.redis} is. Spring Boot
 * has a default for it, which need not lead anywhere where no trigger reads from Redis.
 */
class ConfiguredRedis extends AnyNestedCondition {

	ConfiguredRedis() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	/** An application has brought its own. */
	@ConditionalOnBean(DataRedisConnectionDetails.class)
	@ConditionalOnMissingBean(type = RedisSourcesAutoConfiguration.OF_PROPERTIES)
	static class ByABean {

	}

	/** It stands in the configuration. */
	@Conditional(InTheConfiguration.class)
	static class ByKeys {

	}

	/** Looks for the keys that say where a Redis is. */
	static class InTheConfiguration implements Condition {

		private static final List<String> PLACES = List.of("url", "host", "port", "sentinel.nodes", "cluster.nodes",
				"masterreplica.nodes");

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return PLACES.stream()
				.map((key) -> ConfigurationPropertyName.of("spring.data.redis." + key))
				.anyMatch((key) -> isSet(key, context.getEnvironment()));
		}

		/**
		 * Only looked for, since a value may be mistaken, which is reported elsewhere.
		 */
		private static boolean isSet(ConfigurationPropertyName key, Environment environment) {
			for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
				if (source.getConfigurationProperty(key) != null
						|| source.containsDescendantOf(key) == ConfigurationPropertyState.PRESENT) {
					return true;
				}
			}
			return false;
		}

	}

}
