package dev.tappet.source.redis;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.tappet.support.TestRedis;
import org.jspecify.annotations.Nullable;

/**
 * What a server was asked to change, as it has counted itself.
 */
final class Writes {

	private Writes() {
	}

	/** Counts from now on. */
	static void reset(TestRedis redis) {
		redis.commands().configResetstat();
	}

	/** The commands that write, and how often each was sent. */
	static Map<String, String> of(TestRedis redis) {
		Map<String, String> writes = new TreeMap<>();
		redis.commands()
			.info("commandstats")
			.lines()
			.filter((line) -> line.startsWith("cmdstat_"))
			.map((line) -> line.substring("cmdstat_".length()).split(":", 2))
			.filter((parts) -> writes(redis.commands().commandInfo(parts[0]).getFirst()))
			.forEach((parts) -> writes.put(parts[0], parts[1]));
		return writes;
	}

	private static boolean writes(@Nullable Object detail) {
		return detail instanceof List<?> fields && fields.get(2) instanceof Collection<?> flags
				&& flags.contains("write");
	}

}
