package dev.tappet.source.redis.connection;

import java.util.List;
import java.util.Objects;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.ssl.SslBundle;

/**
 * The connection that Spring Boot's own beans use, wherever the application has it from.
 *
 * @param details where it leads to
 * @param properties what the details do not say
 */
public record DefaultConnection(DataRedisConnectionDetails details, DataRedisProperties properties) {

	ConnectionDefinition definition() {
		DataRedisConnectionDetails.Standalone standalone = this.details.getStandalone();
		DataRedisConnectionDetails.Sentinel sentinel = this.details.getSentinel();
		int database = (sentinel != null) ? sentinel.getDatabase()
				: (standalone != null) ? standalone.getDatabase() : 0;
		return new ConnectionDefinition(TriggerDefinition.DEFAULT_CONNECTION, topology(),
				ConnectionReader.text(this.details.getUsername()), ConnectionReader.secret(this.details.getPassword()),
				database, usesSsl(), null, this.properties.getTimeout(), this.properties.getConnectTimeout(),
				this.properties.getClientName());
	}

	/** Whether it is Spring Boot's own reading of {@code spring.data.redis}. */
	boolean ofProperties() {
		return this.details.getClass().getSimpleName().equals("PropertiesDataRedisConnectionDetails");
	}

	@Nullable SslBundle sslBundle() {
		return this.details.getSslBundle();
	}

	private boolean usesSsl() {
		String url = this.properties.getUrl();
		return this.details.getSslBundle() != null || (url != null && url.startsWith("rediss:"));
	}

	private Topology topology() {
		DataRedisConnectionDetails.Sentinel sentinel = this.details.getSentinel();
		if (sentinel != null) {
			return new Topology.Sentinel(sentinel.getMaster(), nodes(sentinel.getNodes()), sentinel.getUsername(),
					ConnectionReader.secret(sentinel.getPassword()));
		}
		DataRedisConnectionDetails.Cluster cluster = this.details.getCluster();
		if (cluster != null) {
			DataRedisProperties.Cluster more = this.properties.getCluster();
			return new Topology.Cluster(nodes(cluster.getNodes()), (more != null) ? more.getMaxRedirects() : null,
					this.properties.getLettuce().getCluster().getRefresh().getPeriod());
		}
		DataRedisConnectionDetails.MasterReplica replicas = this.details.getMasterReplica();
		if (replicas != null) {
			return new Topology.MasterReplica(nodes(replicas.getNodes()));
		}
		DataRedisConnectionDetails.Standalone standalone = Objects.requireNonNull(details.getStandalone());
		return new Topology.Standalone(new Node(standalone.getHost(), standalone.getPort()));
	}

	private static List<Node> nodes(List<DataRedisConnectionDetails.Node> nodes) {
		return nodes.stream().map((node) -> new Node(node.host(), node.port())).toList();
	}

}
