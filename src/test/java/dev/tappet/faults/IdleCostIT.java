package dev.tappet.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.tappet.support.Alone;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What idle triggers cost the server, however many workers there are.
 */
@Alone
class IdleCostIT {

	private static final int WORKERS = Integer.getInteger("idle.workers", 6);

	private static final int TRIGGERS = 100;

	private static final Duration MEASURED = Duration.ofSeconds(10);

	/** What the server is allowed to do in a second. */
	private static final double MOST = 300;

	@Test
	void idleTriggersCostTheServerLittleHoweverManyWorkersThereAre() {
		List<TappetService> workers = new ArrayList<>();
		try (EmbeddedRedis redis = EmbeddedRedis.forgetful().start()) {
			for (int worker = 0; worker < WORKERS; worker++) {
				TappetService.Builder builder = TappetService.on(redis.redis())
					.handler("handler", String.class, (payload, context) -> {
					});
				for (int i = 0; i < TRIGGERS; i++) {
					builder.trigger("idle-" + i, Map.of("handler", "handler",
							(i % 2 == 0) ? "redis-stream.key" : "redis-list.key", "idle-" + i));
				}
				workers.add(builder.start());
			}
			// Until what begins with a start is over: each worker walks what it holds
			// twice.
			Awaitility.await().atMost(Duration.ofMinutes(1)).pollDelay(Duration.ofSeconds(14)).until(() -> true);
			double processor = processor(redis);
			long before = commands(redis);
			Awaitility.await().atMost(Duration.ofMinutes(1)).pollDelay(MEASURED).until(() -> true);
			double each = (commands(redis) - before) / (double) MEASURED.toSeconds();
			double share = (processor(redis) - processor) / MEASURED.toSeconds();
			System.out.printf("%d workers with %d idle triggers each: %.0f commands a second, %.1f %% of a core%n",
					WORKERS, TRIGGERS, each, 100 * share);
			assertThat(each).isLessThanOrEqualTo(MOST);
		}
		finally {
			workers.forEach(TappetService::close);
		}
	}

	private static long commands(EmbeddedRedis redis) {
		return (long) figure(redis, "stats", "total_commands_processed:");
	}

	/** How many seconds of a processor the server has used. */
	private static double processor(EmbeddedRedis redis) {
		return figure(redis, "cpu", "used_cpu_sys:") + figure(redis, "cpu", "used_cpu_user:");
	}

	private static double figure(EmbeddedRedis redis, String section, String name) {
		return redis.redis()
			.commands()
			.info(section)
			.lines()
			.filter((line) -> line.startsWith(name))
			.mapToDouble((line) -> Double.parseDouble(line.substring(name.length()).strip()))
			.findFirst()
			.orElseThrow();
	}

}
