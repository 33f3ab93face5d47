package dev.tappet.source.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.tappet.source.Held;
import dev.tappet.source.Workers;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import dev.tappet.support.Web;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who works for a trigger and who holds what, as any of several instances shows it.
 */
class WorkersIT {

	private static final List<String> TRIGGERS = List.of("orders", "mails");

	private static final int MESSAGES = 3;

	@RegisterExtension
	private final EmbeddedRedis server = EmbeddedRedis.forgetful();

	private final Map<String, Integer> handled = new ConcurrentHashMap<>();

	private final CountDownLatch opened = new CountDownLatch(1);

	@Test
	void showsWhoHoldsWhatAndWhoIsGone() throws Exception {
		try (TappetService holding = service("worker-a"); AutoCloseable end = this.opened::countDown) {
			for (int i = 0; i < MESSAGES; i++) {
				this.server.redis().commands().xadd("orders", Map.of("body", "order-" + i));
				this.server.redis().commands().rpush("mails", "mail-" + i);
			}
			eventually(() -> assertThat(this.handled).hasSize(2 * MESSAGES));
			try (TappetService idle = service("worker-b")) {
				for (String trigger : TRIGGERS) {
					this.server.redis()
						.commands()
						.hset("tappet:{" + trigger + "}:" + trigger + ":workers", "worker-c", "");
					awaitShown(holding, trigger, MESSAGES);
					awaitShown(idle, trigger, MESSAGES);
				}
				assertThat(new Web(idle.port()).get("/triggers").body()).doesNotContain("worker");
				for (String trigger : List.of("popped", "news", "sessions")) {
					awaitShown(idle, trigger, "worker-a", "worker-b");
					awaitShown(holding, trigger, "worker-a", "worker-b");
				}
				awaitShown(idle, "single", "worker-a");
				awaitShown(holding, "single", "worker-a");
				idle.trigger("news").pause();
				awaitShown(holding, "news", "worker-a", "worker-b");
				this.opened.countDown();
				TRIGGERS.forEach((trigger) -> awaitShown(idle, trigger, 0));
			}
			TRIGGERS.forEach((trigger) -> eventually(() -> assertThat(
					holding.trigger(trigger).workers().toCompletableFuture().get(20, TimeUnit.SECONDS).shown())
				.extracting(Workers.Worker::instance)
				.containsExactly("worker-a", "worker-c")));
			for (String trigger : List.of("popped", "news", "single")) {
				eventually(() -> assertThat(
						holding.trigger(trigger).workers().toCompletableFuture().get(20, TimeUnit.SECONDS))
					.isEqualTo(
							Workers.of(List.of(new Workers.Worker("worker-a", Held.UNKNOWN, Workers.Life.ALIVE)), 1)));
			}
			assertThat(this.handled).hasSize(2 * MESSAGES).allSatisfy((payload, times) -> assertThat(times).isOne());
			System.out.println("workers: sent 6, handled 6, doubled 0, lost 0; 3 workers shown, 1 of them gone");
		}
	}

	private TappetService service(String instance) {
		return TappetService.on(this.server.redis())
			.instance(instance)
			.setting("tappet.defaults.handler", "handler")
			.setting("tappet.defaults.concurrency", MESSAGES)
			.trigger("orders", Map.of("redis-stream.key", "orders", "redis-stream.payload-field", "body"))
			.trigger("mails", Map.of("redis-list.key", "mails"))
			.trigger("popped", Map.of("redis-list.key", "popped", "redis-list.delivery", "at-most-once"))
			.trigger("news", Map.of("redis-pubsub.channel", "news"))
			.trigger("sessions", Map.of("redis-pubsub.keyspace", "session:*"))
			.trigger("single", Map.of("redis-pubsub.channel", "single", "redis-pubsub.replicas", "one"))
			.handler("handler", String.class, (payload, context) -> {
				this.handled.merge(payload, 1, Integer::sum);
				assertThat(this.opened.await(60, TimeUnit.SECONDS)).isTrue();
			})
			.web()
			.start();
	}

	private static void awaitShown(TappetService service, String trigger, int held) {
		String expected = """
				"workers":[{"instance":"worker-a","held":%d,"state":"alive"},\
				{"instance":"worker-b","held":0,"state":"alive"},\
				{"instance":"worker-c","held":0,"state":"gone"}]}""".formatted(held);
		eventually(() -> assertThat(new Web(service.port()).get("/triggers/" + trigger).body()).endsWith(expected));
	}

	/** Where nothing is known of what each holds. */
	private static void awaitShown(TappetService service, String trigger, String... workers) {
		String expected = Stream.of(workers)
			.map("{\"instance\":\"%s\",\"state\":\"alive\"}"::formatted)
			.collect(Collectors.joining(",", "\"workers\":[", "]}"));
		eventually(() -> assertThat(new Web(service.port()).get("/triggers/" + trigger).body()).endsWith(expected));
	}

	private static void eventually(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
	}

}
