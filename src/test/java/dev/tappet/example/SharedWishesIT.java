package dev.tappet.example;

import java.time.Duration;
import java.util.Map;

import dev.tappet.runtime.KeptWish;
import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerState;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where it is kept what operators wish of triggers whose broker keeps nothing.
 */
class SharedWishesIT {

	private final MemoryQueueBroker broker = new MemoryQueueBroker();

	private TappetService start(TappetService.Builder builder) {
		this.broker.connect(builder);
		return builder.trigger("jobs", Map.of("memory-queue.queue-name", "jobs"))
			.handler("jobs", String.class, (payload, context) -> {
			})
			.start();
	}

	@Test
	void inTheRedisThatIsConfigured() {
		TestRedis redis = RedisKind.EMBEDDED.empty();
		try (TappetService first = start(TappetService.on(redis));
				TappetService second = start(TappetService.on(redis))) {
			assertThat(wish(first, true).everywhere()).isTrue();
			assertThat(redis.commands().hget("tappet:wishes", "jobs")).startsWith("paused ");
			awaitState(second, TriggerState.PAUSED);
			wish(second, false);
			awaitState(first, TriggerState.RUNNING);
			redis.commands().hset("tappet:wishes", "jobs", "nonsense");
			assertThat(wish(first, true).everywhere()).isTrue();
			awaitState(second, TriggerState.PAUSED);
		}
		try (TappetService third = start(TappetService.on(redis))) {
			assertThat(third.trigger("jobs").state()).isEqualTo(TriggerState.PAUSED);
		}
	}

	@Test
	void inThisInstanceAloneWhereNoRedisIsConfigured() {
		try (TappetService first = start(TappetService.builder());
				TappetService second = start(TappetService.builder())) {
			assertThat(wish(first, true).everywhere()).isFalse();
			Trigger jobs = first.trigger("jobs");
			assertThat(jobs.state()).isEqualTo(TriggerState.PAUSED);
			assertThat(jobs.reason()).startsWith("paused since ").endsWith(" by alice");
			assertThat(second.trigger("jobs").state()).isEqualTo(TriggerState.RUNNING);
			wish(first, false);
			assertThat(jobs.state()).isEqualTo(TriggerState.RUNNING);
		}
	}

	private static KeptWish wish(TappetService service, boolean paused) {
		return service.trigger("jobs").wish(paused, "alice").toCompletableFuture().join();
	}

	private static void awaitState(TappetService service, TriggerState state) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(10))
			.until(() -> service.trigger("jobs").state() == state);
	}

}
