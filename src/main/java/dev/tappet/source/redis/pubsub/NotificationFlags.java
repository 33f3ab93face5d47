package dev.tappet.source.redis.pubsub;

import java.util.Map;

/**
 * The flags of {@code notify-keyspace-events}: which a subscription needs, and which are
 * missing.
 */
final class NotificationFlags {

	private static final Map<String, String> EVENTS_BY_CLASS = Map.of("g",
			" del expire rename_from rename_to move_from move_to copy_to restore persist type_changed sortstore ", "$",
			" set setrange incrby incrbyfloat append getdel ", "l",
			" lpush rpush lpop rpop linsert lset lrem ltrim lmove_from lmove_to ", "s",
			" sadd srem spop sinterstore sunionstore sdiffstore ", "h",
			" hset hincrby hincrbyfloat hdel hexpire hpersist hexpired ", "z",
			" zadd zincr zrem zremrangebyscore zremrangebyrank zremrangebylex zdiffstore zinterstore zunionstore ", "x",
			" expired ", "e", " evicted ", "t",
			" xadd xtrim xdel xsetid xgroup-create xgroup-createconsumer xgroup-delconsumer xgroup-destroy xgroup-setid ",
			"n", " new ");

	private static final String ALL_CLASSES = "g$lshzxetd";

	private NotificationFlags() {
	}

	/**
	 * The flags that a subscription needs.
	 * @param channel its channel or pattern
	 * @return such as {@code KA} or {@code Ex}
	 */
	static String needed(String channel) {
		if (channel.startsWith("__keyspace@")) {
			return "KA";
		}
		String event = channel.substring(channel.indexOf(':') + 1);
		for (Map.Entry<String, String> entry : EVENTS_BY_CLASS.entrySet()) {
			if (!event.isBlank() && entry.getValue().contains(" " + event + " ")) {
				return "E" + entry.getKey();
			}
		}
		return event.equals("keymiss") ? "Em" : "EA";
	}

	/**
	 * What is missing on the server. A keyspace subscription is content with any class of
	 * events, since which of them it wants cannot be known.
	 * @param needed the flags that are needed
	 * @param present the flags that are set
	 * @return the missing ones, empty where there is nothing to say
	 */
	static String missing(String needed, String present) {
		StringBuilder missing = new StringBuilder();
		boolean all = present.indexOf('A') >= 0;
		for (int i = 0; i < needed.length(); i++) {
			char flag = needed.charAt(i);
			boolean there = present.indexOf(flag) >= 0 || (all && ALL_CLASSES.indexOf(flag) >= 0)
					|| (flag == 'A' && present.chars().anyMatch((each) -> ALL_CLASSES.indexOf(each) >= 0));
			if (!there) {
				missing.append(flag);
			}
		}
		return missing.toString();
	}

}
