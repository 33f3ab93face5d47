package dev.tappet.source.redis;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import dev.tappet.source.redis.lease.RedisListDefinition;
import dev.tappet.source.redis.lease.RedisStreamDefinition;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition;

/**
 * A Redis command that fires a trigger, quoted for a shell. Its payload is a JSON object,
 * which most handlers can be given.
 */
final class ExampleCommand {

	private static final String PAYLOAD = "'{\"hello\":\"world\"}'";

	private static final Pattern PLAIN = Pattern.compile("[\\w.:/@%+,-]+");

	private static final Pattern KEYSPACE_CHANNEL = Pattern.compile("__keyspace@[^_]*__:(.+)");

	private static final Pattern KEYEVENT_CHANNEL = Pattern.compile("__keyevent@[^_]*__:(.+)");

	private static final Pattern ANY = Pattern.compile("\\*+|\\?");

	private static final Pattern ONE_OF = Pattern.compile("\\[([^]^])[^]]*]");

	/** Commands on any key, whose event is named like them. */
	private static final Set<String> KEY_AND_VALUE = Set.of("set", "lpush", "rpush", "sadd", "append");

	private ExampleCommand() {
	}

	static String of(RedisStreamDefinition stream) {
		String field = stream.payloadField();
		return "XADD " + quote(stream.keys().getFirst()) + " '*' "
				+ ((field != null) ? quote(field) + " " + PAYLOAD : "hello world");
	}

	static String of(RedisListDefinition list) {
		return (list.popFromBeginning() ? "RPUSH " : "LPUSH ") + quote(list.keys().getFirst()) + " " + PAYLOAD;
	}

	static String of(RedisPubSubDefinition subscription) {
		return switch (subscription.subscription()) {
			case CHANNEL, PATTERN -> publish(subscription);
			case KEYSPACE -> write(subscription.value());
			case KEYEVENT -> cause(subscription.value());
		};
	}

	private static String publish(RedisPubSubDefinition subscription) {
		String value = subscription.value();
		var keyspace = KEYSPACE_CHANNEL.matcher(value);
		if (keyspace.matches()) {
			return write(keyspace.group(1));
		}
		var keyevent = KEYEVENT_CHANNEL.matcher(value);
		if (keyevent.matches()) {
			return cause(keyevent.group(1));
		}
		boolean glob = subscription.subscription() == RedisPubSubDefinition.Subscription.PATTERN;
		return (subscription.sharded() ? "SPUBLISH " : "PUBLISH ") + quote(glob ? matching(value) : value) + " "
				+ PAYLOAD;
	}

	private static String write(String key) {
		return "SET " + quote(matching(key)) + " world";
	}

	/** The command behind an event, as far as one command causes it. */
	private static String cause(String event) {
		String name = matching(event).toLowerCase(Locale.ROOT);
		if (name.equals("expired")) {
			return "SET hello world EX 1";
		}
		return (KEY_AND_VALUE.contains(name) ? name.toUpperCase(Locale.ROOT) : "SET") + " hello world";
	}

	private static String matching(String glob) {
		return ANY.matcher(ONE_OF.matcher(glob).replaceAll("$1")).replaceAll("1");
	}

	private static String quote(String argument) {
		return PLAIN.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
	}

}
