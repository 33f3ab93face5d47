package dev.tappet.faults;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.support.Alone;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing that the service asks of the server takes long there, however much waits and
 * however much is pending. With more by {@code -Dcalls.messages=1000000}.
 */
@Alone
class ShortCallsIT {

	private static final int MESSAGES = Integer.getInteger("calls.messages", 30_000);

	/** In µs; what takes longer is shown. */
	private static final long SHOWN = Long.getLong("calls.shown", 5000);

	/**
	 * Looking at all of it takes longer. A busy machine takes a call off the processor
	 * for a while.
	 */
	private static final long BOUND = Math.max(50_000, Duration.ofMillis(100).toNanos() / 1000);

	private static final Duration WATCHED = Duration.ofSeconds(Integer.getInteger("calls.seconds", 6));

	private static final String FILL = """
			for i = 1, tonumber(ARGV[1]) do
			  redis.call('XADD', 'pending', '*', 'body', i)
			  redis.call('RPUSH', 'list', i)
			end
			""";

	private static final String TAKE = """
			redis.call('XGROUP', 'CREATE', 'pending', 'pending', '0', 'MKSTREAM')
			redis.call('HSET', 'tappet:{pending}:pending:workers', 'dead', '999999')
			""";

	private static final String HOLD = """
			redis.call('XREADGROUP', 'GROUP', 'pending', 'dead', 'COUNT', ARGV[1], 'STREAMS', 'pending', '>')
			return 1
			""";

	private final AtomicInteger handled = new AtomicInteger();

	/**
	 * Half of the entries are pending, held by a dead worker; of the rest one is gone.
	 */
	private static void fill(RedisCommands<String, String> commands) {
		int page = 10_000;
		commands.eval(TAKE, ScriptOutputType.STATUS);
		for (int filled = 0; filled < 2 * MESSAGES; filled += page) {
			commands.eval(FILL, ScriptOutputType.STATUS, new String[0], "" + page);
		}
		for (int held = 0; held < MESSAGES; held += page) {
			commands.eval(HOLD, ScriptOutputType.INTEGER, new String[0], "" + page);
		}
		String last = commands.xadd("pending", Map.of("body", "last"));
		commands.xadd("pending", Map.of("body", "very last"));
		commands.xdel("pending", last);
		List<?> group = (List<?>) commands.xinfoGroups("pending").getFirst();
		assertThat(group.get(group.indexOf("lag") + 1)).as("lag").isNull();
		assertThat(commands.xpending("pending", "pending").getCount()).isEqualTo(MESSAGES);
	}

	private TappetService start(EmbeddedRedis redis) {
		return TappetService.on(redis.redis())
			.instance("calls")
			.trigger("pending",
					Map.of("handler", "handler", "concurrency", 20, "redis-stream.key", "pending", "redis-stream.count",
							1000, "redis-stream.payload-field", "body"))
			.trigger("list",
					Map.of("handler", "handler", "concurrency", 20, "redis-list.key", "list", "redis-list.count", 1000))
			.handler("handler", String.class, (payload, context) -> {
				if (this.handled.incrementAndGet() % 100 == 0) {
					throw new IllegalStateException("again");
				}
				Awaitility.await().pollDelay(Duration.ofMillis(2)).until(() -> true);
			})
			.setting("logging.level.dev.tappet.dispatch", "OFF")
			.start();
	}

	@Test
	void noCallHoldsUpTheServer() {
		try (EmbeddedRedis redis = EmbeddedRedis.forgetful().start()) {
			RedisCommands<String, String> commands = redis.redis().commands();
			commands.setTimeout(Duration.ofMinutes(2));
			fill(commands);
			commands.configSet("slowlog-log-slower-than", Long.toString(SHOWN));
			commands.configSet("slowlog-max-len", "10000");
			commands.configResetstat();
			commands.slowlogReset();
			try (TappetService service = start(redis)) {
				long until = System.nanoTime() + WATCHED.toNanos();
				Awaitility.await().atMost(WATCHED.multipliedBy(4)).pollInterval(Duration.ofMillis(300)).until(() -> {
					service.backlog("pending");
					service.backlog("list");
					return System.nanoTime() - until > 0;
				});
			}
			report(commands);
			assertThat(this.handled).hasPositiveValue();
		}
	}

	private static void report(RedisCommands<String, String> commands) {
		Map<String, Integer> slow = new HashMap<>();
		long longest = 0;
		for (Object each : commands.slowlogGet(10_000)) {
			List<?> entry = (List<?>) each;
			long micros = (Long) entry.get(2);
			longest = Math.max(longest, micros);
			slow.merge(name((List<?>) entry.get(3)), 1, Integer::sum);
		}
		System.out.printf(
				"With %d pending and as many waiting, lag unknown: %d calls over %d us, the longest %d us %s%n",
				MESSAGES, slow.values().stream().mapToInt(Integer::intValue).sum(), SHOWN, longest, slow);
		commands.info("commandstats")
			.lines()
			.filter((line) -> line.startsWith("cmdstat_eval"))
			.forEach(System.out::println);
		assertThat(longest).isLessThan(BOUND);
	}

	private static String name(List<?> command) {
		return command.stream()
			.limit(2)
			.map(Object::toString)
			.map((part) -> part.substring(0, Math.min(12, part.length())))
			.toList()
			.toString();
	}

}
