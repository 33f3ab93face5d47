package dev.tappet.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.tappet.support.Alone;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.ServerCost;
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

	private static final int TRIGGERS = Integer.getInteger("idle.triggers", 100);

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
			ServerCost before = ServerCost.of(redis.redis());
			Awaitility.await().atMost(Duration.ofMinutes(1)).pollDelay(MEASURED).until(() -> true);
			ServerCost cost = ServerCost.of(redis.redis()).since(before);
			double each = cost.commands() / (double) MEASURED.toSeconds();
			double share = cost.seconds() / MEASURED.toSeconds();
			System.out.printf("%d workers with %d idle triggers each: %.0f commands a second, %.1f %% of a core%n",
					WORKERS, TRIGGERS, each, 100 * share);
			assertThat(each).isLessThanOrEqualTo(MOST);
		}
		finally {
			workers.forEach(TappetService::close);
		}
	}

}
