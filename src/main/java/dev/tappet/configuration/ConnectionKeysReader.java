package dev.tappet.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.tappet.source.redis.connection.ConnectionDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Reads a connection that has the keys of {@code spring.data.redis}, with the meaning
 * that Spring Boot gives them: an address in {@code url} takes precedence over the keys
 * for its parts. Keys that only concern what Spring Boot builds around a connection, such
 * as pools, are accepted and have no effect.
 *
 * @param values reads single values
 * @param problems takes what is wrong
 */
record ConnectionKeysReader(ValueReader values, Problems problems) {

	private static final int PORT = 6379;

	private static final int SENTINEL_PORT = 26379;

	private static final int HIGHEST_PORT = 65535;

	Optional<ConnectionDefinition> read(PropertyNode node) {
		Optional<RedisUrl> url = url(node.child("url"));
		ConnectionDefinition.Topology topology = topology(node, url);
		String bundle = this.values.text(child(node, "ssl", "bundle")).map(String::strip).orElse(null);
		boolean ssl = this.values.flag(child(node, "ssl", "enabled")).orElse(bundle != null);
		int database = this.values.integer(node.child("database"), 0, Integer.MAX_VALUE).orElse(0);
		String username = this.values.text(node.child("username")).orElse(null);
		ConnectionDefinition.Secret password = secret(node.child("password"));
		Duration timeout = duration(node.child("timeout"));
		Duration connectTimeout = duration(node.child("connect-timeout"));
		String clientName = clientName(node.child("client-name"));
		String name = NameRule.of(node);
		return Optional.of(url
			.map((address) -> new ConnectionDefinition(name, topology, address.username(), address.password(),
					(address.database() != null) ? address.database() : database, ssl || address.ssl(), bundle, timeout,
					connectTimeout, clientName))
			.orElseGet(() -> new ConnectionDefinition(name, topology, username, password, database, ssl, bundle,
					timeout, connectTimeout, clientName)));
	}

	private Optional<RedisUrl> url(@Nullable PropertyNode node) {
		Optional<String> text = this.values.text(node);
		if (node == null || text.isEmpty()) {
			return Optional.empty();
		}
		Optional<RedisUrl> url = RedisUrl.parse(text.get());
		return url.isPresent() ? url
				: this.values.bad(node, text.get(), RedisUrl.fault(text.get()),
						"Use redis://user:password@host:port/database, or rediss:// for an encrypted connection; "
								+ "signs such as @ : / % # in the password must be percent-encoded.");
	}

	private ConnectionDefinition.Topology topology(PropertyNode node, Optional<RedisUrl> url) {
		List<String> several = new ArrayList<>();
		for (String block : List.of("sentinel", "cluster", "masterreplica")) {
			if (node.child(block) != null) {
				several.add(block);
			}
		}
		if (several.size() > 1) {
			this.problems.add(node, null, "More than one topology: %s.".formatted(String.join(", ", several)),
					"Keep one of them.");
		}
		PropertyNode sentinel = node.child("sentinel");
		PropertyNode cluster = node.child("cluster");
		PropertyNode masterReplica = node.child("masterreplica");
		if (sentinel != null) {
			return sentinel(sentinel);
		}
		if (cluster != null) {
			return cluster(node, cluster);
		}
		if (masterReplica != null) {
			return new ConnectionDefinition.Topology.MasterReplica(nodes(masterReplica, PORT));
		}
		String host = this.values.text(node.child("host")).map(String::strip).orElse("localhost");
		int port = this.values.integer(node.child("port"), 1, HIGHEST_PORT).orElse(PORT);
		return new ConnectionDefinition.Topology.Standalone(
				url.map(RedisUrl::node).orElse(new ConnectionDefinition.Node(host, port)));
	}

	private ConnectionDefinition.Topology sentinel(PropertyNode block) {
		Optional<String> master = this.values.text(block.child("master"));
		if (master.isEmpty() && !this.problems.under(block)) {
			this.problems.addMissing(block, "master", "The required key is missing.",
					"Give the name that the Sentinels have for the primary.");
		}
		return new ConnectionDefinition.Topology.Sentinel(master.orElse(""), nodes(block, SENTINEL_PORT),
				this.values.text(block.child("username")).orElse(null), secret(block.child("password")));
	}

	private ConnectionDefinition.Topology cluster(PropertyNode node, PropertyNode block) {
		PropertyNode refresh = child(node, "lettuce", "cluster");
		return new ConnectionDefinition.Topology.Cluster(nodes(block, PORT),
				this.values.integer(block.child("max-redirects"), 0, Integer.MAX_VALUE).orElse(null),
				(refresh != null) ? duration(child(refresh, "refresh", "period")) : null);
	}

	private List<ConnectionDefinition.Node> nodes(PropertyNode block, int defaultPort) {
		PropertyNode key = block.child("nodes");
		List<String> texts = this.values.list(key);
		List<ConnectionDefinition.Node> nodes = new ArrayList<>();
		for (String text : texts) {
			NodeAddress.parse(text, defaultPort).ifPresentOrElse(nodes::add, () -> {
				if (key != null) {
					this.problems.add(key, text, "A node that is not 'host:port'.",
							"Write each node as 'host:port', with the port from 1 to 65535.");
				}
			});
		}
		if (texts.isEmpty() && (key == null || !this.problems.under(key))) {
			this.problems.addMissing(block, "nodes", "The required key is missing.",
					"List the nodes as 'host:port', separated by commas.");
		}
		return nodes;
	}

	private ConnectionDefinition.@Nullable Secret secret(@Nullable PropertyNode node) {
		return this.values.text(node).map(ConnectionDefinition.Secret::new).orElse(null);
	}

	private @Nullable Duration duration(@Nullable PropertyNode node) {
		return this.values.duration(node, Durations.SHORTEST, Durations.LONGEST).orElse(null);
	}

	private @Nullable String clientName(@Nullable PropertyNode node) {
		Optional<String> name = this.values.text(node).map(String::strip);
		if (node != null && name.isPresent() && !ConnectionReader.isClientName(name.get())) {
			this.values.bad(node, name.get(), "Not a client name that Redis takes.",
					"Use printable characters without spaces.");
		}
		return name.orElse(null);
	}

	private static @Nullable PropertyNode child(PropertyNode node, String block, String key) {
		PropertyNode between = node.child(block);
		return (between != null) ? between.child(key) : null;
	}

}
