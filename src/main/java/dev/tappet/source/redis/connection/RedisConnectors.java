package dev.tappet.source.redis.connection;

import java.util.function.Supplier;

import dev.tappet.source.Connections;
import dev.tappet.trigger.InstanceId;
import dev.tappet.trigger.TriggerDefinition;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * Makes the connectors of connections, by name.
 *
 * @param connections the named connections
 * @param instance the name that the connections carry
 * @param defaultConnection the connection of the name {@code default}
 * @param bundles where SSL bundles are found
 * @param environment where what changes under a running service is read anew
 * @param resources the threads that all connections share
 */
public record RedisConnectors(Connections connections, InstanceId instance, DefaultConnection defaultConnection,
		Supplier<SslBundles> bundles, Environment environment, ClientResources resources) {

	/**
	 * Makes a connector; nothing is connected to yet.
	 * @param name the name of the connection
	 * @return the connector
	 */
	public RedisConnector make(String name) {
		ConnectionFiles files = new ConnectionFiles(this.environment);
		if (name.equals(TriggerDefinition.DEFAULT_CONNECTION)) {
			ConnectionDefinition definition = this.defaultConnection.definition();
			return connector(
					definition, this.defaultConnection.ofProperties()
							? () -> files.latest(definition, "spring.data.redis") : this.defaultConnection::definition,
					this.defaultConnection::sslBundle);
		}
		ConnectionDefinition definition = this.connections.get(name, ConnectionDefinition.class);
		return connector(definition, () -> files.latest(definition, "tappet.connections." + name),
				() -> bundle(definition));
	}

	private RedisConnector connector(ConnectionDefinition definition, Supplier<ConnectionDefinition> latest,
			Supplier<@Nullable SslBundle> bundle) {
		String clientName = Access.clientName(definition, this.instance.value());
		return new RedisConnector(new Access(definition, latest, bundle, clientName,
				Access.tokens(definition, latest, this.environment::getProperty)), this.resources);
	}

	private @Nullable SslBundle bundle(ConnectionDefinition definition) {
		String bundle = definition.sslBundle();
		return (definition.ssl() && bundle != null) ? this.bundles.get().getBundle(bundle) : null;
	}

}
