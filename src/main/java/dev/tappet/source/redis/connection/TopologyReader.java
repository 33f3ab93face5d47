package dev.tappet.source.redis.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.tappet.source.Problems;
import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;

/**
 * Finds out from a connection's keys where the Redis is. Of several answers Spring Boot
 * would quietly take one, so they are reported.
 *
 * @param properties the keys of the connection
 * @param springBoot whether Spring Boot reads them too, which knows no default port
 * @param problems takes what is wrong
 */
record TopologyReader(DataRedisProperties properties, boolean springBoot, Problems problems) {

	private static final int PORT = 6379;

	private static final int SENTINEL_PORT = 26379;

	private static final int HIGHEST_PORT = 65535;

	Topology read(@Nullable RedisUrl url) {
		reportSeveral();
		Topology.Standalone standalone = new Topology.Standalone((url != null) ? url.node() : node());
		return Stream.of(sentinel(), cluster(), masterReplica())
			.filter((topology) -> topology != null)
			.findFirst()
			.orElse(standalone);
	}

	private void reportSeveral() {
		List<String> several = Stream.of("sentinel", "cluster", "masterreplica").filter(this.problems::isSet).toList();
		if (several.size() > 1) {
			this.problems.add(several.getLast(), "More than one topology: %s.".formatted(String.join(", ", several)),
					"Keep one of them.");
		}
		else if (!several.isEmpty() && this.problems.isSet("url")) {
			this.problems.add("url", "Both an address and %s.".formatted(several.getFirst()),
					"Keep one of them; what else the address says has keys of its own: 'username', 'password', "
							+ "'database' and 'ssl.enabled'.");
		}
	}

	private Node node() {
		if (this.properties.getPort() < 1 || this.properties.getPort() > HIGHEST_PORT) {
			this.problems.add("port", "Out of range.", "Give a whole number from 1 to 65535.");
		}
		return new Node(this.properties.getHost().strip(), this.properties.getPort());
	}

	private @Nullable Topology sentinel() {
		DataRedisProperties.Sentinel block = this.properties.getSentinel();
		if (block == null) {
			return null;
		}
		String master = ConnectionReader.text(block.getMaster());
		if (master == null) {
			this.problems.add("sentinel.master", "The required key is missing.",
					"Give the name that the Sentinels have for the primary.");
		}
		return new Topology.Sentinel((master != null) ? master : "", nodes("sentinel", block.getNodes(), SENTINEL_PORT),
				ConnectionReader.text(block.getUsername()), ConnectionReader.secret(block.getPassword()));
	}

	private @Nullable Topology cluster() {
		DataRedisProperties.Cluster block = this.properties.getCluster();
		if (block == null) {
			return null;
		}
		Integer maxRedirects = block.getMaxRedirects();
		if (maxRedirects != null && maxRedirects < 0) {
			this.problems.add("cluster.max-redirects", "Out of range.", "Give a whole number of 0 or more.");
		}
		return new Topology.Cluster(nodes("cluster", block.getNodes(), PORT), maxRedirects,
				this.properties.getLettuce().getCluster().getRefresh().getPeriod());
	}

	private @Nullable Topology masterReplica() {
		DataRedisProperties.Masterreplica block = this.properties.getMasterreplica();
		return (block != null) ? new Topology.MasterReplica(nodes("masterreplica", block.getNodes(), PORT)) : null;
	}

	private List<Node> nodes(String block, @Nullable List<String> texts, int defaultPort) {
		List<Node> nodes = new ArrayList<>();
		String key = block + ".nodes";
		if (texts == null || texts.isEmpty()) {
			this.problems.add(key, "The required key is missing.",
					"List the nodes as 'host:port', separated by commas.");
			return nodes;
		}
		for (int i = 0; i < texts.size(); i++) {
			String position = key + "[" + i + "]";
			NodeAddress.parse(texts.get(i), this.springBoot ? 0 : defaultPort)
				.ifPresentOrElse(nodes::add, () -> this.problems.add(position, "A node that is not 'host:port'.",
						"Write each node as 'host:port', with the port from 1 to 65535."));
		}
		return nodes;
	}

}
