package dev.tappet.source.redis;

import java.util.Map;

import dev.tappet.source.LastingThreads;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LastingThreadsIT {

	@Test
	void knowsEveryThreadThatTheServiceCannotBeWithout() {
		LastingThreads threads;
		try (TappetService service = TappetService.on(RedisKind.EMBEDDED.empty())
			.instance("lasting-1")
			.trigger("orders-in", Map.of("redis-stream.key", "orders", "handler", "log"))
			.trigger("mails-in", Map.of("redis-list.key", "mails", "handler", "log"))
			.trigger("news-in",
					Map.of("redis-pubsub.channel", "news", "redis-pubsub.replicas", "one", "handler", "log"))
			.start()) {
			threads = service.threads();
			LastingThreads running = threads;
			Awaitility.await()
				.untilAsserted(() -> assertThat(running.running()).containsExactly("tappet-clock", "tappet-deadlines",
						"tappet-engine", "tappet-heartbeat", "tappet-instance-lasting-1", "tappet-lookout",
						"tappet-mails-in", "tappet-orders-in", "tappet-stalls", "tappet-subscriptions", "tappet-wishes",
						"tappet:{news-in}:leader"));
		}
		Awaitility.await().untilAsserted(() -> assertThat(threads.running()).isEmpty());
		assertThat(threads.dead()).isEmpty();
	}

}
