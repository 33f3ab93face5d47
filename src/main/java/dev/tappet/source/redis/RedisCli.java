package dev.tappet.source.redis;

import java.util.Set;

import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Cluster;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.core.env.Environment;

/**
 * How {@code redis-cli} is called for a connection. A password is asked for, not shown.
 */
class RedisCli {

	private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1");

	private final Environment environment;

	private final ObjectProvider<DataRedisConnectionDetails> connection;

	RedisCli(Environment environment, ObjectProvider<DataRedisConnectionDetails> connection) {
		this.environment = environment;
		this.connection = connection;
	}

	String call(String connectionName) {
		DataRedisConnectionDetails details = this.connection.getIfUnique();
		if (!TriggerDefinition.DEFAULT_CONNECTION.equals(connectionName) || details == null) {
			return "(on the connection '%s') redis-cli".formatted(connectionName);
		}
		String server = server(details);
		return (server != null) ? "redis-cli" + server + security(details)
				: "(on the primary of the connection '%s') redis-cli".formatted(connectionName);
	}

	private static @Nullable String server(DataRedisConnectionDetails details) {
		if (details.getSentinel() != null) {
			return null;
		}
		Cluster cluster = details.getCluster();
		if (cluster != null) {
			Node node = cluster.getNodes().get(0);
			return " -c" + address(node.host(), node.port());
		}
		Standalone standalone = details.getStandalone();
		if (details.getMasterReplica() != null || standalone == null) {
			return null;
		}
		String database = (standalone.getDatabase() != 0) ? " -n " + standalone.getDatabase() : "";
		return address(standalone.getHost(), standalone.getPort()) + database;
	}

	private static String address(String host, int port) {
		return (LOCAL.contains(host) ? "" : " -h " + host) + " -p " + port;
	}

	private String security(DataRedisConnectionDetails details) {
		String user = details.getUsername();
		String userArgument = (user != null && !user.isEmpty()) ? " --user " + user : "";
		String password = details.getPassword();
		String passwordArgument = (password != null && !password.isEmpty()) ? " --askpass" : "";
		return (isEncrypted(details) ? " --tls" : "") + userArgument + passwordArgument;
	}

	private boolean isEncrypted(DataRedisConnectionDetails details) {
		return details.getSslBundle() != null
				|| this.environment.getProperty("spring.data.redis.url", "").startsWith("rediss:");
	}

}
