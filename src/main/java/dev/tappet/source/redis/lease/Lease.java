package dev.tappet.source.redis.lease;

import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.redis.connection.LeaseLostException;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.source.redis.connection.Session;
import io.lettuce.core.ScriptOutputType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

	private static final Logger logger = LoggerFactory.getLogger(Lease.class);

	private final RedisServer server;

	private final Heartbeat heartbeat;

	private final KeyNames names;

	private final String key;

	private final byte[] instance;

	private volatile Hold hold = new Hold();

	private volatile boolean resting;

	private volatile byte[] holding = new byte[0];

	Lease(Member member, KeyNames names) {
		this.server = member.serverOf(names.source());
		this.heartbeat = member.heartbeat();
		this.names = names;
		this.key = names.lease(member.worker().instance());
		this.instance = member.worker().consumer();
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

	/**
	 * See {@link Ledger#pulse(boolean)}.
	 * @param group the group to ask whether it still knows this worker, or nothing
	 */
	CompletionStage<Ledger.Pulse> pulse(byte[] group) {
		Hold current = this.hold;
		Session session = this.server.current();
		String connection = (session == null || session.clientId() < 0) ? "" : Long.toString(session.clientId());
		this.resting = false;
		this.holding = group;
		long sentAt = System.nanoTime();
		CompletionStage<List<Object>> reply = Script.PULSE.run(this.server.commands(), ScriptOutputType.MULTI,
				Replies.bytes(this.names.source(), this.names.due(), this.key, this.names.workers()),
				Script.bytes(current.token), Script.bytes(Ledger.LEASE.toMillis()),
				Script.bytes(current.joined ? 0 : 1), this.instance, Script.bytes(connection), group);
		return reply.thenApply((answer) -> {
			if (Replies.integer(answer.getFirst()) == 0) {
				throw new LeaseLostException(this.names.source());
			}
			current.lastPulse = sentAt;
			current.joined = true;
			if (!this.resting) {
				this.heartbeat.add(this);
			}
			return new Ledger.Pulse((Long) answer.get(1), Replies.integer(answer.get(2)) == 1);
		});
	}

	/** As the last pulse, for whoever does it in the poller's stead and must not wait. */
	void pulseAgain() {
		this.server.connect().thenCompose((session) -> pulse(this.holding)).whenComplete((pulse, failure) -> {
			if (failure != null) {
				logger.debug("The lease {} could not be renewed", this.key, failure);
			}
		});
	}

	/** Gives the lease up until the next pulse. */
	CompletionStage<Void> rest() {
		this.resting = true;
		this.heartbeat.remove(this);
		CompletionStage<Long> left = Script.LEAVE.run(this.server.commands(), ScriptOutputType.INTEGER,
				Replies.bytes(this.key), Script.bytes(token()));
		return left.thenAccept((done) -> {
		});
	}

	/** Whether the server has had no pulse of this worker since a time. */
	boolean silentSince(long nanos) {
		Hold current = this.hold;
		return current.joined && current.lastPulse - nanos < 0;
	}

	/** Lets the lease run out, unless it is given up before. */
	void end() {
		this.resting = true;
		this.heartbeat.remove(this);
	}

}
