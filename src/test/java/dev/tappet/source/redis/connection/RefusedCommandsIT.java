package dev.tappet.source.redis.connection;

import java.util.List;
import java.util.Locale;

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
import org.junit.jupiter.params.ParameterizedTest;
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
	@EnumSource(names = { "DEL", "HDEL", "ZREM", "ZADD", "SET", "LTRIM", "LSET", "XADD", "XDEL", "XACK", "XCLAIM" })
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

	private String ask(CommandType command, String question, boolean allowed) {
		AclSetuserArgs rules = AclSetuserArgs.Builder.on().nopass().allCommands().keyPattern("tappet:*");
		this.redis.commands().aclSetuser("somebody", allowed ? rules : rules.removeCommand(command));
		String script = ScriptText.read("refused").replace("acl_check_cmd", question)
				+ "return refused(ARGV[1], KEYS[1]) or 'may'";
		RedisURI uri = RedisURI.builder()
			.withHost(this.redis.host())
			.withPort(this.redis.port())
			.withAuthentication("somebody", "any".toCharArray())
			.build();
		try (StatefulRedisConnection<String, String> connection = this.client.connect(uri)) {
			return connection.sync().eval(script, ScriptOutputType.VALUE, new String[] { KEY }, command.name());
		}
	}

}
