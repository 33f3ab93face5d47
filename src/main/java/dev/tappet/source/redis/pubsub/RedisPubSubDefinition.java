package dev.tappet.source.redis.pubsub;

import java.util.List;

import dev.tappet.trigger.SourceDefinition;

/**
 * The {@code redis-pubsub} block.
 *
 * @param subscription what is subscribed to
 * @param value the channel, pattern, key or event as it was configured
 * @param replicas which instances handle a message
 * @param buffer most messages held while handlers are busy
 * @param configureNotifications whether missing {@code notify-keyspace-events} flags are
 * set on the server
 * @param sharded whether the channel is a sharded one
 */
public record RedisPubSubDefinition(Subscription subscription, String value, Replicas replicas, int buffer,
		boolean configureNotifications, boolean sharded) implements SourceDefinition {

	public static final String TYPE = "redis-pubsub";

	/** A subscription that is not to a sharded channel. */
	public RedisPubSubDefinition(Subscription subscription, String value, Replicas replicas, int buffer,
			boolean configureNotifications) {
		this(subscription, value, replicas, buffer, configureNotifications, false);
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public List<String> reads() {
		return List.of(this.value);
	}

	/**
	 * The four ways to say what is subscribed to.
	 */
	public enum Subscription {

		/** One channel, by SUBSCRIBE. */
		CHANNEL,

		/** A glob of channels, by PSUBSCRIBE. */
		PATTERN,

		/** The events of a key or of a glob of keys. */
		KEYSPACE,

		/** The keys of an event or of a glob of events. */
		KEYEVENT

	}

	/**
	 * Which instances handle a message.
	 */
	public enum Replicas {

		/** Every instance handles every message. */
		ALL,

		/** One live instance handles it. */
		ONE

	}

}
