package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.List;

import dev.tappet.source.Connection;
import org.jspecify.annotations.Nullable;

/**
 * How a Redis is reached.
 *
 * @param name the name under {@code tappet.connections}
 * @param topology where it is
 * @param username the ACL user, or {@code null}
 * @param password the password, or {@code null}
 * @param database the database number
 * @param ssl whether the connection is encrypted
 * @param sslBundle the SSL bundle, or {@code null} for the platform's certificates
 * @param timeout how long a command may take, or {@code null} for the default
 * @param connectTimeout how long connecting may take, or {@code null} for the default
 * @param clientName the name in CLIENT LIST, or {@code null} for the default
 * @param identity who signs in with tokens in the place of a password, or {@code null}
 */
public record ConnectionDefinition(String name, Topology topology, @Nullable String username, @Nullable Secret password,
		int database, boolean ssl, @Nullable String sslBundle, @Nullable Duration timeout,
		@Nullable Duration connectTimeout, @Nullable String clientName,
		@Nullable Identity identity) implements Connection {

	/**
	 * A connection without tokens.
	 */
	public ConnectionDefinition(String name, Topology topology, @Nullable String username, @Nullable Secret password,
			int database, boolean ssl, @Nullable String sslBundle, @Nullable Duration timeout,
			@Nullable Duration connectTimeout, @Nullable String clientName) {
		this(name, topology, username, password, database, ssl, sslBundle, timeout, connectTimeout, clientName, null);
	}

	/**
	 * A host and a port.
	 *
	 * @param host the host
	 * @param port the port
	 */
	public record Node(String host, int port) {

		@Override
		public String toString() {
			return this.host + ":" + this.port;
		}

	}

	/**
	 * A value that is never shown.
	 *
	 * @param value the secret
	 */
	public record Secret(String value) {

		/** Stands for a secret, whatever its length. */
		static final String MASK = "******";

		@Override
		public String toString() {
			return MASK;
		}

	}

	/**
	 * Where a Redis is.
	 */
	public sealed interface Topology {

		/**
		 * One server.
		 *
		 * @param node the server
		 */
		record Standalone(Node node) implements Topology {
		}

		/**
		 * A primary that Sentinels know.
		 *
		 * @param master the name of the primary
		 * @param nodes the Sentinels
		 * @param username the ACL user of the Sentinels, or {@code null}
		 * @param password the password of the Sentinels, or {@code null}
		 */
		record Sentinel(String master, List<Node> nodes, @Nullable String username,
				@Nullable Secret password) implements Topology {
		}

		/**
		 * A cluster.
		 *
		 * @param nodes some of its nodes
		 * @param maxRedirects most redirects that a command follows, or {@code null}
		 * @param refreshPeriod how often the topology is read, or {@code null} for the
		 * default
		 */
		record Cluster(List<Node> nodes, @Nullable Integer maxRedirects,
				@Nullable Duration refreshPeriod) implements Topology {
		}

		/**
		 * A primary with replicas at known places.
		 *
		 * @param nodes all nodes; the primary is found among them
		 */
		record MasterReplica(List<Node> nodes) implements Topology {
		}

	}

}
