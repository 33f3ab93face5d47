package dev.tappet.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.support.Alone;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.ServerCost;
import dev.tappet.support.TappetService;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a message costs the server when many workers wait for it, each of which is told
 * that there is one.
 */
@Alone
class BusyCostIT {

	private static final int WORKERS = Integer.getInteger("busy.workers", 20);

	private static final int TRIGGERS = Integer.getInteger("busy.triggers", 2);

	/** Messages a second, over all triggers. */
	private static final int RATE = Integer.getInteger("busy.rate", 40);

	private static final String PAYLOAD = " x".repeat(Integer.getInteger("busy.payload", 200));

	private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("busy.seconds", 8));

	private final Queue<Long> delays = new ConcurrentLinkedQueue<>();

	/**
	 * If all asked for each message it would be 48 and 77 commands for twenty workers.
	 */
	@ParameterizedTest
	@CsvSource({ "redis-stream, 40", "redis-list, 64" })
	void aMessageCostsTheServerLittleHoweverManyWorkersWait(String type, int most) {
		List<TappetService> workers = new ArrayList<>();
		try (EmbeddedRedis redis = EmbeddedRedis.forgetful().start()) {
			for (int worker = 0; worker < WORKERS; worker++) {
				workers.add(start(redis, type));
			}
			Awaitility.await().atMost(Duration.ofMinutes(1)).pollDelay(Duration.ofSeconds(5)).until(() -> true);
			ServerCost before = ServerCost.of(redis.redis());
			int sent = send(redis, type);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.delays.size() >= sent);
			ServerCost cost = ServerCost.of(redis.redis()).since(before);
			System.out.printf(
					"%s, %d workers, %d triggers, %d messages a second: %.1f commands and %.0f us of the server each, %.1f %% of a core; handled after %.1f ms, p99 %.1f ms%n",
					type, WORKERS, TRIGGERS, RATE, cost.commands() / (double) sent, 1e6 * cost.seconds() / sent,
					100 * cost.seconds() / MEASURED.toSeconds(), delay(0.5), delay(0.99));
			assertThat(this.delays).hasSize(sent);
			assertThat(cost.commands() / sent).as("commands for each message").isLessThan(most);
		}
		finally {
			workers.forEach(TappetService::close);
		}
	}

	/** In ms. */
	private double delay(double quantile) {
		List<Long> sorted = this.delays.stream().sorted().toList();
		return sorted.get((int) (quantile * (sorted.size() - 1))) / 1e6;
	}

	private TappetService start(EmbeddedRedis redis, String type) {
		TappetService.Builder builder = TappetService.on(redis.redis())
			.handler("handler", String.class, (payload, context) -> this.delays
				.add(System.nanoTime() - Long.parseLong(payload.substring(0, payload.indexOf(' ')))));
		for (int i = 0; i < TRIGGERS; i++) {
			Map<String, Object> trigger = new HashMap<>(Map.of("handler", "handler", type + ".key", "busy-" + i));
			if (type.equals("redis-stream")) {
				trigger.put("redis-stream.payload-field", "payload");
			}
			builder.trigger("busy-" + i, trigger);
		}
		return builder.start();
	}

	private static int send(EmbeddedRedis redis, String type) {
		RedisAsyncCommands<String, String> commands = redis.redis().commands().getStatefulConnection().async();
		int messages = Math.toIntExact(RATE * MEASURED.toSeconds());
		List<RedisFuture<?>> sent = new ArrayList<>(messages);
		long start = System.nanoTime();
		for (int i = 0; i < messages; i++) {
			long due = start + i * TimeUnit.SECONDS.toNanos(1) / RATE;
			LockSupport.parkNanos(due - System.nanoTime());
			String key = "busy-" + i % TRIGGERS;
			String payload = System.nanoTime() + PAYLOAD;
			sent.add(type.equals("redis-stream") ? commands.xadd(key, Map.of("payload", payload))
					: commands.rpush(key, payload));
		}
		assertThat(LettuceFutures.awaitAll(Duration.ofSeconds(5), sent.toArray(RedisFuture[]::new))).isTrue();
		return messages;
	}

}
