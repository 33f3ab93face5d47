package dev.tappet.source.redis.pubsub;

/**
 * What is subscribed to, in Redis's words.
 *
 * @param name the channel or pattern
 * @param pattern whether it is a pattern
 * @param keyspace whether its messages are keyspace notifications
 * @param sharded whether it is a sharded channel
 */
public record Subscription(String name, boolean pattern, boolean keyspace, boolean sharded) {

	private static final String KEYSPACE = "__keyspace@";

	private static final String KEYEVENT = "__keyevent@";

	/** A channel or pattern that is not sharded. */
	public Subscription(String name, boolean pattern, boolean keyspace) {
		this(name, pattern, keyspace, false);
	}

	static Subscription shard(String channel) {
		return new Subscription(channel, false, false, true);
	}

	public static Subscription of(RedisPubSubDefinition definition, int database) {
		String value = definition.value();
		return switch (definition.subscription()) {
			case CHANNEL -> definition.sharded() ? shard(value) : new Subscription(value, false, isNotification(value));
			case PATTERN -> new Subscription(value, true, isNotification(value));
			case KEYSPACE -> notification(KEYSPACE + database + "__:", value);
			case KEYEVENT -> notification(KEYEVENT + database + "__:", value);
		};
	}

	private static Subscription notification(String prefix, String value) {
		return new Subscription(prefix + value, Glob.isPattern(value), true);
	}

	/** Whether a channel or pattern is one of keyspace notifications. */
	static boolean isNotification(String channel) {
		return channel.startsWith(KEYSPACE) || channel.startsWith(KEYEVENT);
	}

	/**
	 * Whether it may hear notifications, which the nodes of a cluster do not pass on to
	 * each other as they do with all else.
	 */
	boolean local() {
		if (this.keyspace) {
			return true;
		}
		return this.pattern && (mayMatch(KEYSPACE) || mayMatch(KEYEVENT));
	}

	/** Whether what it hears may come from any node of a cluster. */
	boolean isPassedOn() {
		return !this.keyspace && !this.sharded;
	}

	private boolean mayMatch(String prefix) {
		int end = 0;
		while (end < this.name.length() && "*?[\\".indexOf(this.name.charAt(end)) < 0) {
			end++;
		}
		boolean whole = end == this.name.length();
		String begin = this.name.substring(0, end);
		return begin.startsWith(prefix) || (!whole && prefix.startsWith(begin));
	}

}
