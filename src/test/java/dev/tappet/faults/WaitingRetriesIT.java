package dev.tappet.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.support.Alone;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fresh messages beside a great many that wait for their retry. With more of them by
 * {@code -Dwaiting.messages=200000}.
 */
@Alone
class WaitingRetriesIT {

	private static final int WAITING = Integer.getInteger("waiting.messages", 20_000);

	private static final int FRESH = 300;

	/** Handlers that start sooner than this are quick, whatever an idle trigger does. */
	private static final long QUICK = Duration.ofMillis(50).toNanos();

	private final Map<String, ConcurrentLinkedQueue<Long>> delays = Map.of("crowded", new ConcurrentLinkedQueue<>(),
			"idle", new ConcurrentLinkedQueue<>());

	private TappetService start(EmbeddedRedis redis) {
		Map<String, Object> settings = Map.of("handler", "handler", "retry.initial-delay", "20m", "retry.max-delay",
				"20m", "concurrency", 64, "redis-stream.payload-field", "body", "redis-stream.count", 100);
		return TappetService.on(redis.redis())
			.instance("waiting")
			.trigger("crowded", Map.of("redis-stream.key", "crowded"))
			.trigger("crowded", settings)
			.trigger("idle", Map.of("redis-stream.key", "idle"))
			.trigger("idle", settings)
			.handler("handler", String.class, (payload, context) -> {
				if (payload.equals("fail")) {
					throw new IllegalStateException("again later");
				}
				this.delays.get(context.trigger()).add(System.nanoTime() - Long.parseLong(payload));
			})
			.setting("logging.level.dev.tappet.dispatch", "OFF")
			.start();
	}

	@Test
	void freshMessagesAreNotHeldUpByOnesThatWaitForTheirRetry() {
		try (EmbeddedRedis redis = EmbeddedRedis.forgetful().start(); TappetService service = start(redis)) {
			for (int i = 0; i < WAITING; i++) {
				redis.redis().commands().xadd("crowded", Map.of("body", "fail"));
			}
			awaitWaiting(redis);
			assertQuick(redis, "while they wait");
			service.close();
			long before = System.nanoTime();
			try (TappetService again = start(redis)) {
				System.out.printf("Ready after %d ms%n", (System.nanoTime() - before) / 1_000_000);
				assertQuick(redis, "after a restart");
				assertThat(again.backlog("crowded").inFlight()).isEqualTo(WAITING);
			}
		}
	}

	/** They belong to nobody's present life, so all of them are taken over. */
	@ParameterizedTest
	@ValueSource(strings = { "waiting", "dead" })
	void freshMessagesAreNotHeldUpByATakeover(String holder) {
		try (EmbeddedRedis redis = EmbeddedRedis.forgetful().start()) {
			RedisCommands<String, String> commands = redis.redis().commands();
			for (int i = 0; i < WAITING; i++) {
				commands.xadd("crowded", Map.of("body", "fail"));
			}
			commands.eval(
					"""
							redis.call('XGROUP', 'CREATE', KEYS[1], KEYS[1], '0')
							redis.call('HSET', 'tappet:{crowded}:crowded:workers', ARGV[1], '999999')
							while redis.call('XREADGROUP', 'GROUP', KEYS[1], ARGV[1], 'COUNT', 1000, 'STREAMS', KEYS[1], '>') do end
							""",
					io.lettuce.core.ScriptOutputType.STATUS, new String[] { "crowded" }, holder);
			long before = System.nanoTime();
			try (TappetService service = start(redis)) {
				System.out.printf("Ready after %d ms%n", (System.nanoTime() - before) / 1_000_000);
				assertQuick(redis, "while what '" + holder + "' held is taken over");
				awaitWaiting(redis);
				assertThat(service.backlog("crowded").inFlight()).isEqualTo(WAITING);
			}
		}
	}

	private static void awaitWaiting(EmbeddedRedis redis) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(5))
			.pollInterval(Duration.ofMillis(200))
			.until(() -> redis.redis().commands().zcard("tappet:{crowded}:crowded:due") == WAITING);
	}

	private void assertQuick(EmbeddedRedis redis, String when) {
		this.delays.values().forEach(ConcurrentLinkedQueue::clear);
		for (int i = 0; i < FRESH; i++) {
			for (String stream : this.delays.keySet()) {
				redis.redis().commands().xadd(stream, Map.of("body", Long.toString(System.nanoTime())));
				LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
			}
		}
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> this.delays.values().stream().allMatch((each) -> each.size() == FRESH));
		long crowded = slow("crowded");
		long idle = slow("idle");
		System.out.printf("p99 of fresh messages %s: %.1f ms beside %d others, %.1f ms of an idle trigger%n", when,
				crowded / 1e6, WAITING, idle / 1e6);
		assertThat(crowded).as(when).isLessThanOrEqualTo(Math.max(QUICK, 10 * idle));
	}

	private long slow(String trigger) {
		long[] sorted = this.delays.get(trigger).stream().mapToLong(Long::longValue).toArray();
		Arrays.sort(sorted);
		return sorted[sorted.length * 99 / 100];
	}

}
