package dev.tappet.source.redis.pubsub;

/**
 * What is subscribed to, in Redis's words.
 *
 * @param name the channel or pattern
 * @param pattern whether it is a pattern
 * @param keyspace whether its messages are keyspace notifications
 */
public record Subscription(String name, boolean pattern, boolean keyspace) {

	public static Subscription of(RedisPubSubDefinition definition, int database) {
		String value = definition.value();
		return switch (definition.subscription()) {
			case CHANNEL -> new Subscription(value, false, isNotification(value));
			case PATTERN -> new Subscription(value, true, isNotification(value));
			case KEYSPACE -> notification("__keyspace@" + database + "__:", value);
			case KEYEVENT -> notification("__keyevent@" + database + "__:", value);
		};
	}

	private static Subscription notification(String prefix, String value) {
		return new Subscription(prefix + value, Glob.isPattern(value), true);
	}

	/** Whether a channel or pattern is one of keyspace notifications. */
	static boolean isNotification(String channel) {
		return channel.startsWith("__keyspace@") || channel.startsWith("__keyevent@");
	}

}
