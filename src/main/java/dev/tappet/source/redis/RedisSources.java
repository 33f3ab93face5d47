package dev.tappet.source.redis;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import dev.tappet.definition.Ordering;
import dev.tappet.definition.RedisListDefinition;
import dev.tappet.definition.RedisPubSubDefinition;
import dev.tappet.definition.RedisStreamDefinition;
import dev.tappet.definition.SourceDefinition;
import dev.tappet.definition.TriggerDefinition;
import dev.tappet.source.Source;
import dev.tappet.source.SourceFactory;
import dev.tappet.source.SourceListener;

/**
 * Makes the sources that read from Redis, and the connections that they share.
 */
final class RedisSources implements SourceFactory, AutoCloseable {

	private final Function<String, RedisConnector> connectors;

	private final Worker worker;

	private final Clock clock;

	private final Map<String, RedisServer> servers = new ConcurrentHashMap<>();

	private final List<Leadership> presences = new CopyOnWriteArrayList<>();

	/**
	 * Makes the factory.
	 * @param connectors how the Redis of a connection's name is reached
	 * @param worker this instance
	 * @param clock for the times that status and dead letters show
	 */
	RedisSources(Function<String, RedisConnector> connectors, Worker worker, Clock clock) {
		this.connectors = connectors;
		this.worker = worker;
		this.clock = clock;
	}

	@Override
	public boolean supports(SourceDefinition definition) {
		return true;
	}

	@Override
	public void join() {
		this.servers.values().forEach((server) -> {
			Leadership presence = Leadership.ofInstance(server, this.worker);
			this.presences.add(presence);
			new InstanceClaim(server, this.worker, presence).make();
			presence.seek();
		});
	}

	@Override
	public Source create(TriggerDefinition trigger, boolean batched, SourceListener listener) {
		RedisServer server = this.servers.computeIfAbsent(trigger.connection(),
				(name) -> new RedisServer(this.connectors.apply(name)));
		boolean strict = trigger.ordering() == Ordering.STRICT;
		return switch (trigger.source()) {
			case RedisStreamDefinition stream -> poller(trigger, batched, stream.keys(), (poller, key) -> {
				PollSettings settings = new PollSettings(stream.type(), stream.count(), stream.pollingInterval(),
						strict, stream.deleteAfterProcess());
				return new KeyPoller(poller, server, new StreamLedger(server, this.worker, trigger, stream, key),
						listener, settings);
			});
			case RedisListDefinition list -> poller(trigger, batched, list.keys(), (poller, key) -> {
				PollSettings settings = new PollSettings(list.type(), list.count(), list.pollingInterval(), strict,
						true);
				Ledger ledger = switch (list.delivery()) {
					case AT_LEAST_ONCE -> new ListLedger(server, this.worker, trigger, list, key);
					case AT_MOST_ONCE -> new PoppingLedger(server, this.worker, trigger, list, key);
				};
				return new KeyPoller(poller, server, ledger, listener, settings);
			});
			case RedisPubSubDefinition pubSub -> subscriber(trigger, pubSub, server, listener);
		};
	}

	private interface KeyPollers {

		KeyPoller make(Poller poller, String key);

	}

	private Poller poller(TriggerDefinition trigger, boolean batched, List<String> keys, KeyPollers keyPollers) {
		return new Poller(trigger.name(), batched ? trigger.batchSize() : 1, this.clock,
				(poller) -> keys.stream().map((key) -> keyPollers.make(poller, key)).toList());
	}

	private ChannelSubscriber subscriber(TriggerDefinition trigger, RedisPubSubDefinition definition,
			RedisServer server, SourceListener listener) {
		Subscription subscription = Subscription.of(definition, server.connector().database());
		SubscriberSettings settings = new SubscriberSettings(trigger.name(), subscription, definition.buffer(),
				trigger.ordering() == Ordering.STRICT, definition.configureNotifications());
		Leadership leadership = switch (definition.replicas()) {
			case ALL -> null;
			case ONE -> Leadership.ofTrigger(server, this.worker, trigger.name());
		};
		return new ChannelSubscriber(settings, server, listener, this.clock, leadership);
	}

	@Override
	public void close() {
		this.presences.forEach(Leadership::giveUp);
		this.servers.values().forEach(RedisServer::close);
	}

}
