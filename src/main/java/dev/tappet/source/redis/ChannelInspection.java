package dev.tappet.source.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.tappet.source.Finding;
import dev.tappet.source.redis.connection.Call;
import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.OwnConnection;
import dev.tappet.source.redis.connection.Subject;
import dev.tappet.source.redis.lease.DeadLetterFields;
import dev.tappet.source.redis.lease.Lead;
import dev.tappet.source.redis.pubsub.NotificationNeeds;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition;
import dev.tappet.source.redis.pubsub.Subscription;
import dev.tappet.trigger.TriggerDefinition;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a channel, a pattern or the events of keys would be heard.
 *
 * @param membership the Redis
 * @param trigger the trigger
 * @param definition how it listens
 * @param subscription what it subscribes to
 */
record ChannelInspection(Membership membership, TriggerDefinition trigger, RedisPubSubDefinition definition,
		Subscription subscription) {

	List<Finding> run() {
		String letters = DeadLetterFields.key(this.trigger.name());
		Inspection inspection = new Inspection(this.membership, new Subject.Channel(this.subscription.name(), letters));
		return inspection.run(letters, (commands) -> {
			inspection.server(commands, false, false);
			inspection.rights(commands, needed(letters), useful(letters));
			if (this.subscription.sharded()) {
				sharded(inspection, commands);
			}
			if (this.subscription.keyspace()) {
				for (Node node : inspection.await(this.membership.nodes())) {
					inspection.add(flags(inspection, node));
				}
			}
		});
	}

	/** Each server has flags of its own, and a replica may be a primary before long. */
	private Finding flags(Inspection inspection, Node node) throws InterruptedException {
		NotificationNeeds needs = new NotificationNeeds(node.toString(), this.subscription,
				this.definition.configureNotifications());
		try (OwnConnection own = inspection.await(this.membership.openOwn(node))) {
			return needs.compare(inspection.await(own.commands().configGet(NotificationNeeds.SETTING)));
		}
		catch (RuntimeException ex) {
			return needs.unknown(String.valueOf(Failures.unwrap(ex).getMessage()));
		}
	}

	/** A server that does not know a command refuses nobody the right to it. */
	private static void sharded(Inspection inspection, RedisAsyncCommands<byte[], byte[]> commands)
			throws InterruptedException {
		boolean known = inspection.await(commands.commandInfo("ssubscribe")
			.handle((details, refusal) -> refusal != null || details.stream().anyMatch(ChannelInspection::isDetail)));
		if (!known) {
			inspection.add(new Finding.Missing("the server knows no SSUBSCRIBE",
					"use Redis 7.0 or later that has not renamed it, or remove 'sharded: true'"));
		}
	}

	private static boolean isDetail(@Nullable Object answer) {
		return answer instanceof List<?> detail && !detail.isEmpty();
	}

	/** What tells dead letters, dead leaders, and on a cluster who is a primary. */
	private List<Call> useful(String letters) {
		List<Call> calls = new ArrayList<>(List.of(Call.on("xrevrange", letters), Call.of("client|id")));
		if (this.membership.member().redis().clustered() && this.subscription.keyspace()) {
			calls.add(Call.of("role"));
			calls.add(Call.of("ssubscribe", "tappet:role:0"));
		}
		return calls;
	}

	private List<Call> needed(String letters) {
		List<Call> calls = new ArrayList<>();
		String subscribe = this.subscription.sharded() ? "ssubscribe" : "subscribe";
		calls.add(Call.of(this.subscription.pattern() ? "psubscribe" : subscribe, this.subscription.name()));
		calls.add(Call.on("xadd", letters));
		switch (this.definition.replicas()) {
			case ALL -> {
				// No instance leads.
			}
			case ONE -> Stream.of("get", "set", "pexpire", "pttl")
				.forEach((name) -> calls.add(Call.on(name, Lead.key(this.trigger.name()))));
		}
		return calls;
	}

}
