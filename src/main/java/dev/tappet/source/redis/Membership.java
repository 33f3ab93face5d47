package dev.tappet.source.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Instances;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.WishStore;
import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Layout;
import dev.tappet.source.redis.connection.OwnConnection;
import dev.tappet.source.redis.connection.Redis;
import dev.tappet.source.redis.connection.RedisConnector;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.lease.Claim;
import dev.tappet.source.redis.lease.InstanceClaim;
import dev.tappet.source.redis.lease.Member;
import dev.tappet.source.redis.lease.Register;
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

	private final ReadBuffer readBuffer;

	private final WishStore wishes;

	/** By what a check finds the servers, made with the first. */
	private @Nullable Redis looked;

	/** Read without waiting for a claim that is being made. */
	private volatile @Nullable Claim instanceId;

	Membership(RedisConnector connector, Worker worker, ReadBuffer readBuffer) {
		Redis redis = new Redis(connector, worker.threads());
		this.member = Member.of(redis, worker);
		this.pubSub = new PubSubHub(redis, worker.threads());
		this.readBuffer = readBuffer;
		this.wishes = new RedisWishes(this.member.serverOf(RedisWishes.KEY));
	}

	Member member() {
		return this.member;
	}

	PubSubHub pubSub() {
		return this.pubSub;
	}

	/** The memory that what is read shares with all other triggers of this process. */
	ReadBuffer readBuffer() {
		return this.readBuffer;
	}

	/** What operators wish of the triggers there. */
	WishStore wishes() {
		return this.wishes;
	}

	/** Where it is, without secrets. */
	String place() {
		return this.member.redis().place();
	}

	/** The Redis for whoever changes nothing there. */
	private synchronized Redis looked() {
		Redis redis = this.looked;
		if (redis == null) {
			redis = Redis.toLook(this.member.redis().connector(), this.member.worker().threads());
			this.looked = redis;
		}
		return redis;
	}

	/** Opens a connection to the server of a key, for one who looks. */
	CompletionStage<OwnConnection> openOwn(String key) {
		return Replies.ask(() -> looked().serverOf(key).openOwn());
	}

	/** Opens a connection to one server, for one who looks. */
	CompletionStage<OwnConnection> openOwn(Node node) {
		return Replies.ask(() -> looked().openOwn(node));
	}

	/** All servers, replicas included. */
	CompletionStage<List<Node>> nodes() {
		return Replies.ask(() -> looked().find().thenApply(Layout::all));
	}

	/** Claims the instance id, once. */
	synchronized void join() {
		if (this.instanceId == null) {
			Claim claim = new Claim(this.member.redis(), this.member.worker());
			new InstanceClaim(this.member.redis().place(), this.member.worker(), claim).make();
			claim.keep();
			this.instanceId = claim;
		}
	}

	/** Claims it, and has others know that this instance works on a trigger. */
	void joinFor(String trigger) {
		this.member.worker().worksOn(trigger);
		join();
	}

	/** Shows no more that the instance id is in use here, where it was the last to. */
	synchronized void stopClaim() {
		if (this.instanceId != null) {
			this.instanceId.stop();
		}
	}

	/** Who has an id there, or nothing where this instance has claimed none. */
	@Nullable CompletionStage<Instances> instances() {
		return (this.instanceId != null) ? new Register(this.member.redis()).all() : null;
	}

	@Override
	public synchronized void close() {
		if (this.instanceId != null) {
			this.instanceId.giveUp();
		}
		this.member.lookout().close();
		this.member.heartbeat().close();
		this.pubSub.close();
		if (this.looked != null) {
			this.looked.close();
		}
		this.member.redis().close();
	}

}
