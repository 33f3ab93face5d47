package dev.tappet.source.redis;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import dev.tappet.configuration.Definitions;
import dev.tappet.source.SourceType;
import dev.tappet.source.redis.connection.ConnectionDefinition;
import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import dev.tappet.source.redis.connection.RedisConnector;
import dev.tappet.source.redis.lease.Worker;
import dev.tappet.trigger.TriggerDefinition;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Makes the sources that read from Redis.
 */
@AutoConfiguration(after = DataRedisAutoConfiguration.class, beforeName = "dev.tappet.runtime.TappetAutoConfiguration")
public class RedisSourcesAutoConfiguration {

	@Bean
	@ConditionalOnBean(DataRedisConnectionDetails.class)
	Memberships tappetRedisMemberships(Definitions definitions, DataRedisConnectionDetails details,
			DataRedisProperties properties, ObjectProvider<SslBundles> bundles, ClientResources resources,
			ObjectProvider<Clock> clock) {
		String instance = definitions.instanceId().value();
		Function<String, RedisConnector> connectors = (name) -> {
			if (name.equals(TriggerDefinition.DEFAULT_CONNECTION)) {
				return new RedisConnector(defaultConnection(details, properties), instance, details.getSslBundle(),
						resources);
			}
			ConnectionDefinition definition = Objects.requireNonNull(definitions.connections().get(name));
			return new RedisConnector(definition, instance, bundle(definition, bundles), resources);
		};
		return new Memberships(connectors, new Worker(definitions.instanceId(), clock.getIfUnique(Clock::systemUTC)));
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

	private static @Nullable SslBundle bundle(ConnectionDefinition definition, ObjectProvider<SslBundles> bundles) {
		if (!definition.ssl() || definition.sslBundle() == null) {
			return null;
		}
		return bundles.getObject().getBundle(definition.sslBundle());
	}

	private static ConnectionDefinition defaultConnection(DataRedisConnectionDetails details,
			DataRedisProperties properties) {
		DataRedisConnectionDetails.Standalone standalone = details.getStandalone();
		DataRedisConnectionDetails.Sentinel sentinel = details.getSentinel();
		int database = (sentinel != null) ? sentinel.getDatabase()
				: (standalone != null) ? standalone.getDatabase() : 0;
		return new ConnectionDefinition(TriggerDefinition.DEFAULT_CONNECTION, topology(details, properties),
				details.getUsername(), secret(details.getPassword()), database, usesSsl(details, properties), null,
				properties.getTimeout(), properties.getConnectTimeout(), properties.getClientName());
	}

	private static boolean usesSsl(DataRedisConnectionDetails details, DataRedisProperties properties) {
		String url = properties.getUrl();
		return details.getSslBundle() != null || (url != null && url.startsWith("rediss:"));
	}

	private static Topology topology(DataRedisConnectionDetails details, DataRedisProperties properties) {
		DataRedisConnectionDetails.Sentinel sentinel = details.getSentinel();
		if (sentinel != null) {
			return new Topology.Sentinel(sentinel.getMaster(), nodes(sentinel.getNodes()), sentinel.getUsername(),
					secret(sentinel.getPassword()));
		}
		DataRedisConnectionDetails.Cluster cluster = details.getCluster();
		if (cluster != null) {
			DataRedisProperties.Cluster more = properties.getCluster();
			return new Topology.Cluster(nodes(cluster.getNodes()), (more != null) ? more.getMaxRedirects() : null,
					properties.getLettuce().getCluster().getRefresh().getPeriod());
		}
		DataRedisConnectionDetails.MasterReplica replicas = details.getMasterReplica();
		if (replicas != null) {
			return new Topology.MasterReplica(nodes(replicas.getNodes()));
		}
		DataRedisConnectionDetails.Standalone standalone = Objects.requireNonNull(details.getStandalone());
		return new Topology.Standalone(new Node(standalone.getHost(), standalone.getPort()));
	}

	private static List<Node> nodes(List<DataRedisConnectionDetails.Node> nodes) {
		return nodes.stream().map((node) -> new Node(node.host(), node.port())).toList();
	}

	private static @Nullable Secret secret(@Nullable String value) {
		return (value != null) ? new Secret(value) : null;
	}

}
