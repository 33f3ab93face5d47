package dev.tappet.source.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.tappet.handler.RejectMessage;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.support.Calls;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What only this process holds, because Redis does not: it takes its place in a bounded
 * buffer no longer than it must, and is not lost at the stop where it can be handed back.
 */
class HeldInProcessIT {

	private static final String TRIGGER = "orders-in";

	private static final Map<String, Object> POPPED = Map.of("redis-list.key", "orders", "redis-list.delivery",
			"at-most-once", "handler", "handler", "retry.initial-delay", "1m", "retry.jitter", 0);

	private static final Map<String, Object> CHANNEL = Map.of("redis-pubsub.channel", "orders", "handler", "handler",
			"retry.initial-delay", "20ms");

	private final Calls calls = new Calls();

	private final List<TappetService> services = new ArrayList<>();

	private TestRedis redis;

	@BeforeEach
	void useEmptyServer() {
		this.redis = RedisKind.EMBEDDED.empty();
	}

	@AfterEach
	void stopServices() {
		this.services.forEach(TappetService::close);
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

	private TappetService start(Map<String, Object> trigger, Map<String, Object> more, TriggerHandler<String> handler) {
		TappetService service = TappetService.on(this.redis)
			.trigger(TRIGGER, trigger)
			.trigger(TRIGGER, more)
			.handler("handler", String.class, handler)
			.start();
		this.services.add(service);
		return service;
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void handsRetriesThatWaitBackToTheirListAtTheStop(boolean head) {
		TappetService service = start(POPPED, Map.of("redis-list.pop-from-beginning", head, "concurrency", 1),
				(payload, context) -> {
					throw new IllegalStateException("later");
				});
		String[] sent = { "m0", "m1", "m2", "m3" };
		for (int i = 0; i < sent.length; i++) {
			this.redis.commands().rpush("orders", sent[i]);
			int retries = i + 1;
			eventually().until(() -> service.trigger(TRIGGER).counts().retried() == retries);
		}
		assertThat(this.redis.commands().llen("orders")).isZero();
		service.close();
		List<String> left = this.redis.commands().lrange("orders", 0, -1);
		// The first to be due is the first to be popped.
		assertThat(head ? left : left.reversed()).containsExactly(sent);
	}

	@Test
	void freesThePlaceOfAMessageThatWasGivenUp() {
		TappetService service = start(CHANNEL, Map.of("redis-pubsub.buffer", 2, "retry.max-attempts", 2),
				(payload, context) -> {
					if (payload.equals("good")) {
						this.calls.add(payload, context);
						return;
					}
					if (payload.equals("bad")) {
						throw new RejectMessage("no");
					}
					throw new IllegalStateException("no");
				});
		for (int i = 1; i <= 3; i++) {
			this.redis.commands().publish("orders", "bad");
			this.redis.commands().publish("orders", "failing");
			int letters = 2 * i;
			eventually().until(() -> this.redis.commands().xlen(TRIGGER + "-poison") == letters
					&& service.trigger(TRIGGER).counts().deadLettered() == letters);
		}
		this.redis.commands().publish("orders", "good");
		this.calls.await(1);
		assertThat(service.trigger(TRIGGER).counts().dropped()).isZero();
	}

	@Test
	void keepsThePlaceOfAMessageThatWaitsForItsRetry() {
		TappetService service = start(CHANNEL, Map.of("redis-pubsub.buffer", 2, "retry.initial-delay", "1m"),
				(payload, context) -> {
					throw new IllegalStateException("later");
				});
		this.redis.commands().publish("orders", "m0");
		this.redis.commands().publish("orders", "m1");
		eventually().until(() -> service.trigger(TRIGGER).counts().retried() == 2);
		this.redis.commands().publish("orders", "m2");
		eventually().until(() -> service.trigger(TRIGGER).counts().dropped() == 1);
	}

}
