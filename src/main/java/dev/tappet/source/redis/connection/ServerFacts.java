package dev.tappet.source.redis.connection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Finding;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ObjectOutput;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself, as far as the user may ask.
 *
 * @param server its name and version
 * @param mode such as {@code standalone} or {@code cluster}, or {@code null}
 * @param role such as {@code master}, or {@code null}
 * @param eviction what it drops when its memory is full, or {@code null} where it drops
 * nothing or does not say
 * @param keeps whether it has its data again after a restart, or {@code null} where it
 * does not say
 */
public record ServerFacts(String server, @Nullable String mode, @Nullable String role, @Nullable String eviction,
		@Nullable Boolean keeps) {

	private static final String UNKNOWN = "a server that does not say its version";

	/**
	 * Asks a server.
	 * @param commands the connection
	 * @return what it says; what it refuses to say is unknown
	 */
	public static CompletionStage<ServerFacts> of(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		CompletionStage<Map<String, String>> hello = commands
			.dispatch(CommandType.HELLO, new ObjectOutput<>(ByteArrayCodec.INSTANCE))
			.handle((reply, refusal) -> pairs(reply));
		CompletionStage<Map<String, String>> info = commands.info()
			.handle((text, refusal) -> (text != null) ? lines(text) : Map.of());
		CompletionStage<Map<String, String>> save = commands.configGet("save")
			.handle((found, refusal) -> (found != null) ? found : Map.of());
		return hello.thenCombine(info, Map::entry)
			.thenCombine(save, (both, found) -> of(both.getKey(), both.getValue(), found.get("save")));
	}

	/**
	 * Puts together what was answered.
	 * @param hello the fields of HELLO
	 * @param info the fields of INFO
	 * @param save when the server stores snapshots, or {@code null} where it does not say
	 * @return the facts
	 */
	static ServerFacts of(Map<String, String> hello, Map<String, String> info, @Nullable String save) {
		String mode = first(hello.get("mode"), info.get("redis_mode"));
		String role = first(hello.get("role"), info.get("role"));
		return new ServerFacts(server(hello, info), mode, role, eviction(info), keeps(info, save));
	}

	private static String server(Map<String, String> hello, Map<String, String> info) {
		String valkey = info.get("valkey_version");
		if (valkey != null) {
			return "Valkey " + valkey;
		}
		String version = first(hello.get("version"), info.get("redis_version"));
		if (version == null) {
			return UNKNOWN;
		}
		String name = Objects.requireNonNullElse(hello.get("server"), "redis");
		return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + " " + version;
	}

	/** A server without a limit to its memory drops nothing, whatever its policy. */
	private static @Nullable String eviction(Map<String, String> info) {
		String policy = info.get("maxmemory_policy");
		return "0".equals(info.get("maxmemory")) || "noeviction".equals(policy) ? null : policy;
	}

	private static @Nullable Boolean keeps(Map<String, String> info, @Nullable String save) {
		if ("1".equals(info.get("aof_enabled"))) {
			return true;
		}
		return (info.containsKey("aof_enabled") && save != null) ? !save.isBlank() : null;
	}

	private static @Nullable String first(@Nullable String one, @Nullable String other) {
		return (one != null) ? one : other;
	}

	/**
	 * What of it may cost messages.
	 * @param keepsMessages whether messages stay on the server until they are handled
	 * @return the risks
	 */
	public List<Finding.Risky> risks(boolean keepsMessages) {
		List<Finding.Risky> risks = new ArrayList<>();
		// What has an expiry is bookkeeping that is written again.
		if (this.eviction != null && this.eviction.startsWith("allkeys")) {
			risks.add(new Finding.Risky(
					"messages that wait may be dropped when its memory is full: maxmemory-policy is " + this.eviction,
					"CONFIG SET maxmemory-policy noeviction"));
		}
		if (keepsMessages && Boolean.FALSE.equals(this.keeps)) {
			risks.add(new Finding.Risky("nothing is kept on disk: messages that wait are lost with its restart",
					"CONFIG SET appendonly yes, or set 'save'"));
		}
		return risks;
	}

	private static Map<String, String> pairs(@Nullable Object reply) {
		Map<String, String> pairs = new HashMap<>();
		if (reply instanceof Map<?, ?> map) {
			map.forEach((name, value) -> pairs.put(text(name), text(value)));
		}
		else if (reply instanceof List<?> list) {
			for (int i = 0; i + 1 < list.size(); i += 2) {
				pairs.put(text(list.get(i)), text(list.get(i + 1)));
			}
		}
		return pairs;
	}

	private static String text(@Nullable Object value) {
		return (value instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
	}

	private static Map<String, String> lines(String text) {
		Map<String, String> lines = new HashMap<>();
		text.lines().filter((line) -> line.indexOf(':') > 0).forEach((line) -> {
			int colon = line.indexOf(':');
			lines.put(line.substring(0, colon), line.substring(colon + 1).strip());
		});
		return lines;
	}

}
