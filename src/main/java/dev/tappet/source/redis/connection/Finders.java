package dev.tappet.source.redis.connection;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;

/**
 * Chooses how the servers of a Redis are found, by what is configured.
 */
final class Finders {

	private Finders() {
	}

	/**
	 * Makes the finder of a connection.
	 * @param connector its connector
	 * @param shared the connections that there are, one for each server
	 * @param announced called when somebody says that the servers changed
	 * @return the finder
	 */
	static Finder of(RedisConnector connector, Function<Node, CompletionStage<Session>> shared, Runnable announced) {
		return switch (connector.definition().topology()) {
			case Topology.Standalone(Node node) -> new FixedFinder(node);
			case Topology.Sentinel sentinel -> new SentinelFinder(connector, sentinel, shared, announced);
			case Topology.Cluster cluster -> new ClusterFinder(cluster, shared);
			case Topology.MasterReplica(List<Node> nodes) -> new RoleFinder(nodes, shared);
		};
	}

}
