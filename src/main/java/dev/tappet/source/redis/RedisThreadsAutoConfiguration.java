package dev.tappet.source.redis;

import dev.tappet.source.redis.connection.ClientThreads;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes the threads of Redis connections in place of Spring Boot, whose own may keep a
 * service from ending.
 */
@AutoConfiguration(before = DataRedisAutoConfiguration.class)
class RedisThreadsAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ClientResources.class)
	static class Shared {

		@Bean
		ClientThreads tappetClientThreads(ObjectProvider<ClientResourcesBuilderCustomizer> customizers) {
			DefaultClientResources.Builder builder = DefaultClientResources.builder();
			customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
			return new ClientThreads(builder.build());
		}

		/** Ended with the threads, and not by itself. */
		@Bean(destroyMethod = "")
		ClientResources tappetClientResources(ClientThreads threads) {
			return threads.resources();
		}

	}

}
