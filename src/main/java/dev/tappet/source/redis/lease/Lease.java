package dev.tappet.source.redis.lease;

import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import io.lettuce.core.ScriptOutputType;

/**
 * This worker's lease on one key: a record that lasts some seconds and that each pulse
 * renews. It carries a token: what was taken under one token is lost with it.
 */
final class Lease {

	/** A token, and whether and when the server has accepted it. */
	private static final class Hold {

		private final String token = Worker.newToken();

		private volatile boolean joined;

		private volatile long lastPulse;

	}

	private final RedisServer server;

	private final Heartbeat heartbeat;

	private final KeyNames names;

	private final String key;

	private volatile Hold hold = new Hold();

	Lease(Member member, KeyNames names) {
		this.server = member.server();
		this.heartbeat = member.heartbeat();
		this.names = names;
		this.key = names.lease(member.worker().instance());
	}

	/** The key that holds it. */
	String key() {
		return this.key;
	}

	String token() {
		return this.hold.token;
	}

	/** Starts with a new token. */
	void renew() {
		this.hold = new Hold();
	}

	/** See {@link Ledger#pulse()}. */
	CompletionStage<Long> pulse() {
		Hold current = this.hold;
		long sentAt = System.nanoTime();
		CompletionStage<List<Object>> reply = Script.PULSE.run(this.server.commands(), ScriptOutputType.MULTI,
				Replies.bytes(this.names.source(), this.names.due(), this.key), Script.bytes(current.token),
				Script.bytes(Ledger.LEASE.toMillis()), Script.bytes(current.joined ? 0 : 1));
		return reply.thenApply((answer) -> {
			long wait = Replies.pulse(answer, this.names.source());
			current.lastPulse = sentAt;
			if (!current.joined) {
				current.joined = true;
				this.heartbeat.add(this);
			}
			return wait;
		});
	}

	/** Whether the server has had no pulse of this worker since a time. */
	boolean silentSince(long nanos) {
		Hold current = this.hold;
		return current.joined && current.lastPulse - nanos < 0;
	}

	/** Lets the lease run out, unless it is given up before. */
	void end() {
		this.heartbeat.remove(this);
	}

}
