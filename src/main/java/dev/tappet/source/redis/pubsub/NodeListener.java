package dev.tappet.source.redis.pubsub;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.Replies;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * What is subscribed to and heard on one connection, as long as it lasts.
 */
final class NodeListener extends RedisPubSubAdapter<String, byte[]> {

	private final NodeSubscriptions node;

	private final RedisPubSubAsyncCommands<String, byte[]> commands;

	private final RoleGate gate;

	private final Stream stream;

	private final Set<Subscription> standing = ConcurrentHashMap.newKeySet();

	private final Set<SubscriptionListener> checked = new HashSet<>();

	private volatile @Nullable String roleChannel;

	NodeListener(NodeSubscriptions node, StatefulRedisPubSubConnection<String, byte[]> connection) {
		this.node = node;
		this.commands = connection.async();
		this.stream = new Stream(node.node().toString(), this);
		this.gate = new RoleGate(node.tail(), this::askRole, this::pass);
	}

	@Override
	public void message(String channel, byte[] message) {
		hear(this.node.wanted().channels().get(channel), channel, message);
	}

	@Override
	public void message(String pattern, String channel, byte[] message) {
		hear(this.node.wanted().patterns().get(pattern), channel, message);
	}

	@Override
	public void smessage(String channel, byte[] message) {
		Wanted.Audience audience = this.node.wanted().shards().get(channel);
		Echoes echoes = (audience != null) ? audience.echoes() : null;
		if (echoes == null || !echoes.hear(this, channel, message, System.nanoTime())) {
			hear(audience, channel, message);
		}
	}

	private void hear(Wanted.@Nullable Audience audience, String channel, byte[] message) {
		if (audience == null) {
			return;
		}
		if (!audience.gated()) {
			audience.hear(this.stream, channel, message);
		}
		else if (Subscription.isNotification(channel)) {
			this.gate.hear(new RoleGate.Event(audience.subscription(), channel, message));
		}
		else if (audience.home()) {
			audience.hear(this.stream, channel, message);
		}
	}

	private void pass(RoleGate.Event event) {
		Wanted.Audience audience = this.node.wanted().of(event.subscription());
		if (audience != null) {
			audience.hear(this.stream, event.channel(), event.body());
		}
	}

	/** The server ends it itself when the slot of the channel goes elsewhere. */
	@Override
	public void sunsubscribed(String channel, long count) {
		if (channel.equals(this.roleChannel)) {
			this.roleChannel = null;
			this.gate.doubt();
			this.node.wake();
		}
		Subscription subscription = Subscription.shard(channel);
		if (this.standing.remove(subscription) && this.node.wanted().of(subscription) != null) {
			this.node.ended(subscription);
		}
	}

	boolean stands(Subscription subscription) {
		return this.standing.contains(subscription);
	}

	void doubt() {
		if (this.node.wanted().gated()) {
			this.gate.doubt();
		}
	}

	private void askRole(Duration delay) {
		if (delay.isZero()) {
			askRole();
		}
		else {
			Executor later = CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS);
			later.execute(this::askRole);
		}
	}

	/** The answer comes on this connection, so in the order of the events. */
	private void askRole() {
		Replies.ask(this.commands::role).whenComplete((role, failure) -> {
			Tail predecessor = this.node.wanted().predecessor();
			if (failure == null) {
				boolean primary = Replies.text(role.getFirst()).equals("master");
				this.gate.answered(primary && isSure(), predecessor);
			}
			else if (Failures.answered(Failures.unwrap(failure))) {
				this.node.owner().lacks("role", Failures.unwrap(failure));
				this.gate.answered(this.node.owner().primary(this.node.node()), predecessor);
			}
			else {
				this.gate.unanswered();
			}
		});
	}

	/** A primary that was away may not know yet that it is none any more. */
	private boolean isSure() {
		return this.roleChannel != null || this.node.owner().primary(this.node.node());
	}

	/**
	 * Subscribes to what is wanted and does not stand, and no more to what is not wanted.
	 * @return whether all of it stands
	 */
	boolean subscribe() throws InterruptedException {
		Wanted now = this.node.wanted();
		for (Subscription each : List.copyOf(this.standing)) {
			if (now.of(each) == null) {
				this.standing.remove(each);
				this.node.await(unsubscribe(each));
			}
		}
		boolean all = !now.gated() || followRole(now);
		Map<Subscription, CompletionStage<?>> replies = new LinkedHashMap<>();
		for (Wanted.Audience audience : now.audiences()) {
			check(audience);
			if (this.node.rests(audience.subscription())) {
				all = false;
			}
			else if (!this.standing.contains(audience.subscription())) {
				replies.put(audience.subscription(), subscribe(audience.subscription()));
			}
		}
		for (Map.Entry<Subscription, CompletionStage<?>> reply : replies.entrySet()) {
			// Each by itself: one that the user has no right to would take the others
			// with it.
			Throwable refusal = refusal(reply.getValue());
			if (refusal != null) {
				all = false;
				this.node.owner().refused(this.node, reply.getKey(), inWords(reply.getKey(), refusal));
			}
		}
		this.node.owner().stands();
		return all;
	}

	private void check(Wanted.Audience audience) throws InterruptedException {
		for (SubscriptionListener listener : audience.listeners()) {
			if (this.checked.add(listener)) {
				listener.check(this.commands, this.node.node());
			}
		}
	}

	private boolean followRole(Wanted now) throws InterruptedException {
		if (this.roleChannel != null) {
			return true;
		}
		String channel = RoleChannel.in(now.slots());
		Throwable refusal = (channel != null) ? refusal(this.commands.ssubscribe(channel)) : null;
		if (refusal == null) {
			this.roleChannel = channel;
		}
		this.gate.doubt();
		if (refusal != null && isLasting(refusal)) {
			this.node.owner().lacks("ssubscribe", refusal);
			return true;
		}
		return refusal == null;
	}

	/**
	 * Before 7.0 there are no sharded channels, and the user may have no right to one.
	 */
	private static boolean isLasting(Throwable refusal) {
		String message = String.valueOf(refusal.getMessage());
		return message.startsWith("ERR unknown command") || message.startsWith("NOPERM");
	}

	/** It stands as soon as the reply is there, for its end may follow at once. */
	private CompletionStage<?> subscribe(Subscription subscription) {
		String name = subscription.name();
		CompletionStage<?> reply = subscription.sharded() ? this.commands.ssubscribe(name)
				: subscription.pattern() ? this.commands.psubscribe(name) : this.commands.subscribe(name);
		return reply.thenRun(() -> this.standing.add(subscription));
	}

	private CompletionStage<?> unsubscribe(Subscription subscription) {
		String name = subscription.name();
		return subscription.sharded() ? this.commands.sunsubscribe(name)
				: subscription.pattern() ? this.commands.punsubscribe(name) : this.commands.unsubscribe(name);
	}

	private @Nullable Throwable refusal(CompletionStage<?> reply) throws InterruptedException {
		try {
			this.node.await(reply);
			return null;
		}
		catch (RuntimeException ex) {
			if (Failures.answered(ex)) {
				return ex;
			}
			throw ex;
		}
	}

	static Throwable inWords(Subscription subscription, Throwable refusal) {
		boolean unknown = String.valueOf(refusal.getMessage()).startsWith("ERR unknown command");
		return (subscription.sharded() && unknown) ? new RedisCommandExecutionException(
				"the server knows no SSUBSCRIBE: use Redis 7.0 or later that has not renamed it, or remove 'sharded: true'")
				: refusal;
	}

}
