package dev.tappet.source.redis.lease;

import java.util.stream.Stream;

import dev.tappet.source.redis.connection.Call;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Rights;
import dev.tappet.source.redis.connection.Session;
import org.jspecify.annotations.Nullable;

/**
 * Looks once on each connection whether this instance may lead: one that may not shows it
 * then, and not when the leader is gone.
 */
final class LeadRights {

	private final RedisServer server;

	private final String key;

	private @Nullable Session allowedOn;

	LeadRights(RedisServer server, String key) {
		this.server = server;
		this.key = key;
	}

	void check(Session session) throws InterruptedException {
		if (session != this.allowedOn) {
			this.server.await(Rights.require(session.commands(),
					Stream.of("get", "set", "pexpire").map((name) -> Call.on(name, this.key)).toList()));
			this.allowedOn = session;
		}
	}

}
