package dev.tappet.source.redis.connection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.tappet.support.RedisKind;
import dev.tappet.support.TestRedis;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.CommandType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A script learns that a command is refused before it writes anything: by asking, and
 * where the server cannot be asked, as before 7.0, by trying what has no effect. The
 * latter is tried here on a newer server whose scripts are not let ask.
 */
class RefusedCommandsIT {

	private static final String KEY = "tappet:{orders}:group:due";

	private static final String CANNOT_ASK = "no_such_question";

	private final RedisClient client = RedisClient.create();

	private TestRedis redis;

	@BeforeEach
	void useEmptyServer() {
		this.redis = RedisKind.EMBEDDED.empty();
	}

	@AfterEach
	void close() {
		this.redis.commands().aclDeluser("somebody");
		this.client.shutdown();
	}

	@ParameterizedTest
	@EnumSource(
			names = { "DEL", "HSET", "HDEL", "ZREM", "ZADD", "SET", "LTRIM", "LSET", "XADD", "XDEL", "XACK", "XCLAIM" })
	void namesTheCommandBeforeItWritesAnything(CommandType command) {
		for (String question : List.of("acl_check_cmd", CANNOT_ASK)) {
			assertThat(ask(command, question, true)).isEqualTo("may");
			assertThatThrownBy(() -> ask(command, question, false)).isInstanceOf(RedisCommandExecutionException.class)
				.hasMessageContaining("NOPERM")
				.hasMessageContaining("'" + command.name().toLowerCase(Locale.ROOT) + "'");
		}
		assertThat(this.redis.keys("*")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "acl_check_cmd", CANNOT_ASK })
	void letsThroughWhatIsAllowed(String question) {
		assertThat(ask(CommandType.HSET, question, true)).isEqualTo("may");
	}

	@Test
	void triesItWhereNoKeyIsOurs() {
		this.redis.commands().xadd("orders-poison", "payload", "message");
		for (boolean allowed : List.of(true, false)) {
			setUser(CommandType.XDEL, allowed);
			String answer = outcome(() -> run(ScriptOutputType.VALUE,
					asking("refused", "return refused(ARGV[1], KEYS[1]) or 'may'"), List.of("orders-poison"), "XDEL"));
			assertThat(answer).contains(allowed ? "may" : "NOPERM");
		}
		assertThat(this.redis.commands().xlen("orders-poison")).isOne();
	}

	@Test
	void aTakeoverThatIsRefusedHasMovedNothing() {
		String prefix = "tappet:{orders}:group:";
		this.redis.commands().hset(prefix + "batches", "owner:1", "0:2");
		this.redis.commands().rpush(prefix + "batch:owner:1", "one", "two");
		Map<String, String> before = everything();
		List<String> keys = Stream.of("due", "messages", "batches", "taken", "lease:owner", "workers")
			.map(prefix::concat)
			.toList();
		String[] arguments = { "owner", "token", prefix + "batch:", "1", "60000", "", "owner", "100", "0" };
		setUser(CommandType.HSETNX, false);
		assertThat(outcome(() -> run(ScriptOutputType.MULTI, asking("list-takeover", ""), keys, arguments)))
			.contains("The user executing");
		Map<String, String> after = everything();
		// That the owner is dead was known before.
		after.remove(prefix + "lease:owner");
		assertThat(after).isEqualTo(before);
		setUser(CommandType.HSETNX, true);
		assertThat(outcome(() -> run(ScriptOutputType.MULTI, asking("list-takeover", ""), keys, arguments)))
			.isEqualTo("[2, 0]");
		assertThat(this.redis.commands().zcard(prefix + "due")).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "replays, RPUSH", "messages, HSET", "messages, ZADD", "replays, XDEL", "messages, XDEL" })
	void aReplayThatIsRefusedHasPutNothingBack(String target, CommandType command) {
		String prefix = "tappet:{orders}:group:";
		List<String> ends = List.of("tappet-trigger", "tappet-source", "tappet-id", "tappet-attempts", "tappet-reason",
				"tappet-failed-at");
		Map<String, String> letter = new LinkedHashMap<>(Map.of("payload", "message"));
		ends.forEach((field) -> letter.put(field, "x"));
		String id = this.redis.commands().xadd("orders-poison", letter);
		Map<String, String> before = everything();
		List<String> arguments = new ArrayList<>(List.of(target, "1", "r", "payload"));
		arguments.addAll(ends);
		arguments.add("0");
		arguments.add(id);
		List<String> keys = List.of("orders-poison", prefix + target, prefix + "due");
		setUser(command, false);
		assertThat(outcome(
				() -> run(ScriptOutputType.MULTI, asking("replay", ""), keys, arguments.toArray(String[]::new))))
			.contains("user");
		assertThat(everything()).isEqualTo(before);
		setUser(command, true);
		assertThat(outcome(
				() -> run(ScriptOutputType.MULTI, asking("replay", ""), keys, arguments.toArray(String[]::new))))
			.isEqualTo("[1, 1]");
		assertThat(this.redis.commands().xlen("orders-poison")).isZero();
	}

	/** A script that cannot ask, as before 7.0. */
	private static String asking(String script, String more) {
		return ScriptText.of(script).whole().replace("acl_check_cmd", CANNOT_ASK) + more;
	}

	private Map<String, String> everything() {
		Map<String, String> all = new TreeMap<>();
		this.redis.keys("*").forEach((key) -> all.put(key, Arrays.toString(this.redis.commands().dump(key))));
		return all;
	}

	private static String outcome(Supplier<Object> call) {
		try {
			return String.valueOf(call.get());
		}
		catch (RedisCommandExecutionException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private void setUser(CommandType command, boolean allowed) {
		AclSetuserArgs rules = AclSetuserArgs.Builder.on()
			.nopass()
			.allCommands()
			.keyPattern("tappet:*")
			.keyPattern("orders-poison");
		this.redis.commands().aclSetuser("somebody", allowed ? rules : rules.removeCommand(command));
	}

	private Object run(ScriptOutputType type, String script, List<String> keys, String... arguments) {
		RedisURI uri = RedisURI.builder()
			.withHost(this.redis.host())
			.withPort(this.redis.port())
			.withAuthentication("somebody", "any".toCharArray())
			.build();
		try (StatefulRedisConnection<String, String> connection = this.client.connect(uri)) {
			return connection.sync().eval(script, type, keys.toArray(String[]::new), arguments);
		}
	}

	private String ask(CommandType command, String question, boolean allowed) {
		setUser(command, allowed);
		String script = ScriptText.read("refused").replace("acl_check_cmd", question)
				+ "return refused(ARGV[1], KEYS[1]) or 'may'";
		return String.valueOf(run(ScriptOutputType.VALUE, script, List.of(KEY), command.name()));
	}

}
