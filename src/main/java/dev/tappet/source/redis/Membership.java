package dev.tappet.source.redis;

import dev.tappet.source.redis.connection.RedisConnector;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.lease.Heartbeat;
import dev.tappet.source.redis.lease.InstanceClaim;
import dev.tappet.source.redis.lease.Leadership;
import dev.tappet.source.redis.lease.Member;
import dev.tappet.source.redis.lease.Worker;
import dev.tappet.source.redis.pubsub.PubSubHub;
import org.jspecify.annotations.Nullable;

/**
 * This instance at one Redis: the connections that all triggers there share, its claim on
 * its id, and its signs of life.
 */
final class Membership implements AutoCloseable {

	private final Member member;

	private final PubSubHub pubSub;

	private @Nullable Leadership presence;

	Membership(RedisConnector connector, Worker worker) {
		RedisServer server = new RedisServer(connector);
		this.member = new Member(server, worker, new Heartbeat(server));
		this.pubSub = new PubSubHub(connector);
	}

	Member member() {
		return this.member;
	}

	PubSubHub pubSub() {
		return this.pubSub;
	}

	/** Claims the instance id, once. */
	synchronized void join() {
		if (this.presence == null) {
			Leadership claim = Leadership.ofInstance(this.member.server(), this.member.worker());
			new InstanceClaim(this.member.server(), this.member.worker(), claim).make();
			claim.seek();
			this.presence = claim;
		}
	}

	@Override
	public synchronized void close() {
		if (this.presence != null) {
			this.presence.giveUp();
		}
		this.member.heartbeat().close();
		this.pubSub.close();
		this.member.server().close();
	}

}
