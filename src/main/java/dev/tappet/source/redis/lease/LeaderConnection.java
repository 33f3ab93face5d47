package dev.tappet.source.redis.lease;

import java.util.Set;

import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Session;
import io.lettuce.core.ClientListArgs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a leader is still connected, where the server tells.
 */
final class LeaderConnection {

	private static final Logger logger = LoggerFactory.getLogger(LeaderConnection.class);

	private final RedisServer server;

	/** The session on which the server does not list connections. */
	private @Nullable Session unlisted;

	LeaderConnection(RedisServer server) {
		this.server = server;
	}

	/** Asks the server whether the connection of the leader is still there. */
	void look(Session session, Candidacy candidacy) throws InterruptedException {
		long leader = candidacy.connection();
		if (leader < 0 || session.clientId() < 0 || session == this.unlisted) {
			candidacy.connectionUnknown();
			return;
		}
		try {
			Set<String> listed = Connections.listed(this.server
				.await(session.commands().clientList(ClientListArgs.Builder.ids(session.clientId(), leader))));
			// A list without this connection is that of another server.
			boolean reliable = listed.contains(Long.toString(session.clientId()));
			candidacy.connected(!reliable || listed.contains(Long.toString(leader)), System.nanoTime());
		}
		catch (RuntimeException ex) {
			if (!Failures.answered(Failures.unwrap(ex))) {
				throw ex;
			}
			this.unlisted = session;
			candidacy.connectionUnknown();
			logger.debug("{} does not list connections, so a dead leader is replaced when its term is over",
					this.server.place(), ex);
		}
	}

}
