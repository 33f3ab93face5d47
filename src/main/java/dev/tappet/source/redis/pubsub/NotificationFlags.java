package dev.tappet.source.redis.pubsub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The flags of {@code notify-keyspace-events}: which a subscription needs, and which are
 * missing.
 */
final class NotificationFlags {

	/** The classes that {@code A} stands for. */
	private static final String ALL_CLASSES = "g$lshzxetd";

	/**
	 * The events of each class. Those of modules, class {@code d}, have any name. The
	 * last four classes are not among all: nothing needs them that does not name their
	 * event.
	 */
	private static final Map<Character, List<String>> EVENTS = events();

	private NotificationFlags() {
	}

	private static Map<Character, List<String>> events() {
		Map<Character, List<String>> events = new LinkedHashMap<>();
		events.put('g', List.of("del", "rename_from", "rename_to", "move_from", "move_to", "copy_to", "restore",
				"expire", "persist"));
		events.put('$', List.of("set", "setrange", "setbit", "incrby", "incrbyfloat", "append", "pfadd"));
		events.put('l', List.of("lpush", "rpush", "lpop", "rpop", "linsert", "lset", "lrem", "ltrim", "sortstore"));
		events.put('s', List.of("sadd", "srem", "spop", "sinterstore", "sunionstore", "sdiffstore"));
		events.put('h', List.of("hset", "hincrby", "hincrbyfloat", "hdel", "hexpire", "hexpired", "hpersist"));
		events.put('z',
				List.of("zadd", "zincr", "zrem", "zpopmin", "zpopmax", "zremrangebyscore", "zremrangebyrank",
						"zremrangebylex", "zinterstore", "zunionstore", "zdiffstore", "zrangestore", "geosearchstore",
						"georadiusstore"));
		events.put('x', List.of("expired"));
		events.put('e', List.of("evicted"));
		events.put('t', List.of("xadd", "xtrim", "xdel", "xsetid", "xgroup-create", "xgroup-createconsumer",
				"xgroup-delconsumer", "xgroup-destroy", "xgroup-setid"));
		events.put('m', List.of("keymiss"));
		events.put('n', List.of("new"));
		events.put('o', List.of("overwritten"));
		events.put('c', List.of("type_changed"));
		return events;
	}

	/**
	 * The flags that a subscription needs: {@code K} or {@code E}, and {@code A} or the
	 * classes of the events that it may want.
	 * @param channel its channel or pattern
	 * @param pattern whether it is a pattern
	 * @return such as {@code KA} or {@code Ex}
	 */
	static String needed(String channel, boolean pattern) {
		if (channel.startsWith("__keyspace@")) {
			// Which events of the keys are wanted nobody says.
			return "KA";
		}
		String event = channel.substring(channel.indexOf(':') + 1);
		String classes = classes(event, pattern);
		return "E" + (classes.isEmpty() ? "A" : classes);
	}

	private static String classes(String event, boolean pattern) {
		Glob glob = new Glob(event);
		StringBuilder classes = new StringBuilder();
		boolean all = true;
		for (Map.Entry<Character, List<String>> each : EVENTS.entrySet()) {
			boolean among = ALL_CLASSES.indexOf(each.getKey()) >= 0;
			boolean wanted = pattern ? among && each.getValue().stream().anyMatch(glob::matches)
					: each.getValue().contains(event);
			if (wanted) {
				classes.append(each.getKey());
			}
			all &= wanted || !among;
		}
		return all ? "A" : classes.toString();
	}

	/**
	 * What is missing on the server.
	 * @param needed the flags that are needed
	 * @param present the flags that are set
	 * @return the missing ones, empty where there is nothing to say
	 */
	static String missing(String needed, String present) {
		StringBuilder missing = new StringBuilder();
		boolean all = present.indexOf('A') >= 0 || containsAll(present, ALL_CLASSES);
		for (int i = 0; i < needed.length(); i++) {
			char flag = needed.charAt(i);
			boolean there = present.indexOf(flag) >= 0 || (all && (flag == 'A' || ALL_CLASSES.indexOf(flag) >= 0));
			if (!there) {
				missing.append(flag);
			}
		}
		return missing.toString();
	}

	private static boolean containsAll(String flags, String wanted) {
		return wanted.chars().allMatch((each) -> flags.indexOf(each) >= 0);
	}

}
