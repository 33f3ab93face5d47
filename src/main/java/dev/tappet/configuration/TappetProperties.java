package dev.tappet.configuration;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.tappet.source.redis.lease.RedisListDefinition;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition;
import dev.tappet.trigger.Ordering;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Every key under {@code tappet}. Nothing is bound to this type as a bean, since binding
 * stops at the first mistake: {@link KnownKeys} derives the legal keys from it,
 * {@link BuiltIn} the default values, and the configuration processor the metadata.
 *
 * @param instanceId Name of this process among the instances that share a Redis, also the
 * consumer name in every stream group. By default the host's name and a random suffix.
 * @param connections Named Redis connections, each with the keys of spring.data.redis or
 * a connection-string.
 * @param defaults Values of trigger-level keys for all triggers that do not set their
 * own.
 * @param handlers Where handlers are found.
 * @param triggers The triggers by name. A name holds lower-case letters, digits and
 * dashes.
 */
@ConfigurationProperties("tappet")
record TappetProperties(@Nullable String instanceId, Map<String, ConnectionProperties> connections,
		@DefaultValue Defaults defaults, @DefaultValue Handlers handlers, Map<String, Trigger> triggers) {

	/**
	 * The keys that a trigger may leave to {@code tappet.defaults}.
	 *
	 * @param handler Bean name of the handler of triggers that name none. By default the
	 * bean named like the trigger.
	 * @param connection Name of the Redis connection under tappet.connections; default is
	 * spring.data.redis.
	 * @param enabled Whether the trigger runs.
	 * @param concurrency Most messages of one trigger in handlers at once, in one
	 * instance.
	 * @param ordering Whether a failing message holds up those behind it.
	 * @param timeout How long a handler may run before it is interrupted and counts as
	 * failed.
	 * @param messagesPerWorker Backlog that one worker should carry; feeds the scaling
	 * hints.
	 * @param retry When a failed message is tried again.
	 */
	record Defaults(@Nullable String handler, @DefaultValue("default") String connection,
			@DefaultValue("true") boolean enabled, @DefaultValue("16") int concurrency,
			@DefaultValue("none") Ordering ordering, @DefaultValue("5m") Duration timeout,
			@DefaultValue("100") int messagesPerWorker, @DefaultValue Retry retry) {
	}

	/**
	 * The {@code retry} block.
	 *
	 * @param maxAttempts Most attempts at a message, the first included.
	 * @param initialDelay Wait before the second attempt.
	 * @param multiplier Growth of the wait from attempt to attempt.
	 * @param maxDelay Longest wait between two attempts. An initial-delay above the
	 * default raises it.
	 * @param jitter Share of the wait, from 0 to 1, that is drawn by chance so that
	 * failures do not return in step.
	 */
	record Retry(@DefaultValue("5") int maxAttempts, @DefaultValue("1s") Duration initialDelay,
			@DefaultValue("2") double multiplier, @DefaultValue("1m") Duration maxDelay,
			@DefaultValue("0.2") double jitter) {
	}

	/**
	 * Where handlers are found.
	 *
	 * @param packages Packages that are scanned for handler components.
	 */
	record Handlers(@DefaultValue List<String> packages) {
	}

	/**
	 * The keys of one trigger.
	 *
	 * @param handler Bean name of the handler. By default the bean named like the
	 * trigger, in kebab or camel case.
	 * @param connection Name of the Redis connection under tappet.connections; default is
	 * spring.data.redis.
	 * @param enabled Whether the trigger runs.
	 * @param concurrency Most messages of this trigger in handlers at once, in one
	 * instance.
	 * @param ordering Whether a failing message holds up those behind it.
	 * @param timeout How long the handler may run before it is interrupted and counts as
	 * failed.
	 * @param messagesPerWorker Backlog that one worker should carry; feeds the scaling
	 * hints.
	 * @param retry When a failed message is tried again.
	 * @param redisStream Messages from Redis streams.
	 * @param redisList Messages from Redis lists.
	 * @param redisPubsub Messages from Redis pub/sub.
	 */
	record Trigger(@Nullable String handler, @Nullable String connection, @Nullable Boolean enabled,
			@Nullable Integer concurrency, @Nullable Ordering ordering, @Nullable Duration timeout,
			@Nullable Integer messagesPerWorker, @Nullable Retry retry, @Nullable RedisStream redisStream,
			@Nullable RedisList redisList, @Nullable RedisPubsub redisPubsub) {
	}

	/**
	 * The {@code redis-stream} block.
	 *
	 * @param key The stream, or a list of streams.
	 * @param group Consumer group. By default the trigger's name.
	 * @param startFrom Where a newly created group starts: beginning, latest or an entry
	 * id.
	 * @param count Most entries pulled at one time.
	 * @param pollingInterval Longest wait on an idle stream; new entries wake the poller
	 * at once.
	 * @param deleteAfterProcess Whether an entry is removed once its handler has
	 * succeeded.
	 * @param payloadField Field that carries the payload. By default the whole entry is
	 * the payload.
	 */
	record RedisStream(@DefaultValue List<String> key, @Nullable String group,
			@DefaultValue("beginning") String startFrom, @DefaultValue("10") int count,
			@DefaultValue("1s") Duration pollingInterval, @DefaultValue("false") boolean deleteAfterProcess,
			@Nullable String payloadField) {
	}

	/**
	 * The {@code redis-list} block.
	 *
	 * @param key The list, or a list of lists that are served in turn.
	 * @param count Most elements taken at one time.
	 * @param pollingInterval Longest wait on an idle list; a push wakes the poller at
	 * once.
	 * @param popFromBeginning Whether elements are taken from the head, else from the
	 * tail.
	 * @param delivery Whether elements are kept in Redis until their handler has
	 * succeeded.
	 */
	record RedisList(@DefaultValue List<String> key, @DefaultValue("10") int count,
			@DefaultValue("1s") Duration pollingInterval, @DefaultValue("true") boolean popFromBeginning,
			@DefaultValue("at-least-once") RedisListDefinition.Delivery delivery) {
	}

	/**
	 * The {@code redis-pubsub} block.
	 *
	 * @param channel Channel that is subscribed to.
	 * @param pattern Glob of channels that is subscribed to.
	 * @param keyspace Key, or glob of keys, whose events are the messages.
	 * @param keyevent Event, or glob of events, whose keys are the messages.
	 * @param replicas Whether every instance handles every message, or one live instance
	 * does.
	 * @param buffer Most messages held while handlers are busy; past it the newest is
	 * dropped.
	 * @param configureNotifications Whether missing notify-keyspace-events flags are set
	 * on the server.
	 */
	record RedisPubsub(@Nullable String channel, @Nullable String pattern, @Nullable String keyspace,
			@Nullable String keyevent, @DefaultValue("all") RedisPubSubDefinition.Replicas replicas,
			@DefaultValue("10000") int buffer, @DefaultValue("false") boolean configureNotifications) {
	}

}
