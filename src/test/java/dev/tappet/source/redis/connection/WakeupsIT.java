package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.handler.RejectMessage;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The server does not tell a connection of what is changed on it: triggers of one
 * instance that touch each other's keys must be woken all the same.
 */
class WakeupsIT {

	private static final String RARELY = "30s";

	private final AtomicInteger handled = new AtomicInteger();

	private TestRedis redis;

	@BeforeEach
	void useEmptyServer() {
		this.redis = RedisKind.EMBEDDED.empty();
	}

	@Test
	void wakesATriggerOnTheDeadLettersOfAnother() {
		try (TappetService service = TappetService.on(this.redis)
			.trigger("mails", list("mails"))
			.handler("mails", String.class, (payload, context) -> {
				throw new RejectMessage("never");
			})
			.trigger("bounces", Map.of("redis-stream.key", "mails-poison", "redis-stream.polling-interval", RARELY))
			.handler("bounces", String.class, (payload, context) -> this.handled.incrementAndGet())
			.startAnyway()) {
			service.awaitRunning();
			for (int i = 1; i <= 5; i++) {
				this.redis.commands().rpush("mails", "m" + i);
				awaitHandled(i);
			}
		}
	}

	@Test
	void wakesATriggerOnAStreamThatIsEmptiedByAcknowledgements() {
		try (TappetService service = TappetService.on(this.redis)
			.trigger("orders",
					Map.of("redis-stream.key", "orders", "redis-stream.polling-interval", RARELY,
							"redis-stream.delete-after-process", "true"))
			.handler("orders", String.class, (payload, context) -> this.handled.incrementAndGet())
			.startAnyway()) {
			service.awaitRunning();
			for (int i = 1; i <= 5; i++) {
				this.redis.commands().xadd("orders", Map.of("number", "" + i));
				awaitHandled(i);
				Awaitility.await().until(() -> this.redis.commands().xlen("orders") == 0);
			}
		}
	}

	@Test
	void wakesATriggerOnAListWhoseOtherTriggerIsBusy() throws InterruptedException {
		CountDownLatch busy = new CountDownLatch(2);
		CountDownLatch end = new CountDownLatch(1);
		try (TappetService service = TappetService.on(this.redis)
			.trigger("one", alone("tasks"))
			.trigger("two", alone("tasks"))
			.handler("one", String.class, (payload, context) -> run(payload, busy, end))
			.handler("two", String.class, (payload, context) -> run(payload, busy, end))
			.startAnyway()) {
			service.awaitRunning();
			this.redis.commands().rpush("tasks", "slow");
			Awaitility.await().until(() -> busy.getCount() == 1);
			for (int i = 1; i <= 5; i++) {
				this.redis.commands().rpush("tasks", "quick");
				awaitHandled(i);
			}
			this.redis.commands().rpush("tasks", "slow");
			assertWithin(busy);
			end.countDown();
		}
	}

	private void run(String payload, CountDownLatch busy, CountDownLatch end) throws InterruptedException {
		if (payload.equals("slow")) {
			busy.countDown();
			end.await();
		}
		else {
			this.handled.incrementAndGet();
		}
	}

	private static void assertWithin(CountDownLatch busy) throws InterruptedException {
		if (!busy.await(2, TimeUnit.SECONDS)) {
			throw new AssertionError("the other trigger was not woken");
		}
	}

	private void awaitHandled(int messages) {
		Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> this.handled.get() == messages);
	}

	private static Map<String, String> list(String key) {
		return Map.of("redis-list.key", key, "redis-list.polling-interval", RARELY);
	}

	private static Map<String, String> alone(String key) {
		return Map.of("redis-list.key", key, "redis-list.polling-interval", RARELY, "concurrency", "1");
	}

}
