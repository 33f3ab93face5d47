package dev.tappet.source.redis;

import java.time.Clock;

import dev.tappet.source.ConnectionType;
import dev.tappet.source.Connections;
import dev.tappet.source.LastingThreads;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.SourceType;
import dev.tappet.source.SslBundleNames;
import dev.tappet.source.WishStore;
import dev.tappet.source.redis.connection.BundleNames;
import dev.tappet.source.redis.connection.DefaultConnection;
import dev.tappet.source.redis.connection.RedisConnectionType;
import dev.tappet.source.redis.connection.RedisConnectionType.DefaultKeys;
import dev.tappet.source.redis.connection.RedisConnectors;
import dev.tappet.source.redis.connection.Surroundings;
import dev.tappet.source.redis.lease.Worker;
import dev.tappet.trigger.InstanceId;
import dev.tappet.trigger.TriggerDefinition;
import io.lettuce.core.resource.ClientResources;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Makes the sources that read from Redis.
 */
@AutoConfiguration(after = DataRedisAutoConfiguration.class, beforeName = "dev.tappet.runtime.TappetAutoConfiguration")
public class RedisSourcesAutoConfiguration {

	static final String OF_PROPERTIES = "org.springframework.boot.data.redis.autoconfigure.PropertiesDataRedisConnectionDetails";

	@Bean
	@ConditionalOnBean(type = OF_PROPERTIES)
	static ConnectionType tappetRedisConnectionType(Environment environment, ListableBeanFactory beans) {
		return new RedisConnectionType(DefaultKeys.DECISIVE, surroundings(environment, beans));
	}

	@Bean
	@ConditionalOnBean(DataRedisProperties.class)
	@ConditionalOnMissingBean(type = OF_PROPERTIES)
	static ConnectionType tappetRedisConnectionTypeBesideAnOwnConnection(Environment environment,
			ListableBeanFactory beans) {
		return new RedisConnectionType(DefaultKeys.PARSED, surroundings(environment, beans));
	}

	@Bean
	@ConditionalOnMissingBean(DataRedisProperties.class)
	static ConnectionType tappetRedisConnectionTypeWithoutSpringBoot(Environment environment,
			ListableBeanFactory beans) {
		return new RedisConnectionType(DefaultKeys.UNUSED, surroundings(environment, beans));
	}

	private static Surroundings surroundings(Environment environment, ListableBeanFactory beans) {
		return new Surroundings(new BundleNames(new SslBundleNames(environment, beans)), environment::getProperty);
	}

	@Bean
	@ConditionalOnBean(DataRedisConnectionDetails.class)
	Memberships tappetRedisMemberships(RedisConnectors connectors, InstanceId instance, ReadBuffer readBuffer,
			ObjectProvider<Clock> clock, LastingThreads threads) {
		return new Memberships(connectors::make, new Worker(instance, clock.getIfUnique(Clock::systemUTC), threads),
				readBuffer);
	}

	@Bean
	@ConditionalOnBean(DataRedisConnectionDetails.class)
	RedisConnectors tappetRedisConnectors(Connections connections, InstanceId instance,
			DefaultConnection defaultConnection, ObjectProvider<SslBundles> bundles, Environment environment,
			ClientResources resources) {
		return new RedisConnectors(connections, instance, defaultConnection, bundles::getObject, environment,
				resources);
	}

	@Bean
	@ConditionalOnBean(DataRedisConnectionDetails.class)
	DefaultConnection tappetDefaultRedisConnection(DataRedisConnectionDetails details, DataRedisProperties properties) {
		return new DefaultConnection(details, properties);
	}

	/** For triggers of brokers that are no place to keep anything. */
	@Bean
	@Lazy
	@ConditionalOnBean(DataRedisConnectionDetails.class)
	@Conditional(ConfiguredRedis.class)
	WishStore tappetSharedWishes(Memberships memberships) {
		return memberships.at(TriggerDefinition.DEFAULT_CONNECTION).wishes();
	}

	@Bean
	@Order(0)
	static SourceType tappetRedisStreams(ObjectProvider<Memberships> memberships, Environment environment,
			ObjectProvider<DataRedisConnectionDetails> connection) {
		return new RedisStreamType(memberships::getObject, new RedisCli(environment, connection));
	}

	@Bean
	@Order(1)
	static SourceType tappetRedisLists(ObjectProvider<Memberships> memberships, Environment environment,
			ObjectProvider<DataRedisConnectionDetails> connection) {
		return new RedisListType(memberships::getObject, new RedisCli(environment, connection));
	}

	@Bean
	@Order(2)
	static SourceType tappetRedisPubSub(ObjectProvider<Memberships> memberships, Environment environment,
			ObjectProvider<DataRedisConnectionDetails> connection) {
		return new RedisPubSubType(memberships::getObject, new RedisCli(environment, connection));
	}

}
