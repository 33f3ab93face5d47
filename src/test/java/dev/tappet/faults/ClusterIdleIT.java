package dev.tappet.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.tappet.support.Alone;
import dev.tappet.support.ClusterNode;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.RedisCluster;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What idle streams and lists cost on a cluster, and how soon they wake, beside a single
 * server.
 */
@Alone
class ClusterIdleIT {

	private static final int TRIGGERS = 10;

	private static final Duration MEASURED = Duration.ofSeconds(10);

	/** One primary is asked each second who has which slots. */
	private static final double SCOUT = 1;

	/** A look more or less falls into the time. */
	private static final double CHANCE = 4;

	private static final int WAKES = 40;

	private final Map<String, Long> handledAt = new ConcurrentHashMap<>();

	@Test
	void idleTriggersOnAClusterCostWhatTheyCostOnASingleServer() {
		try (EmbeddedRedis single = EmbeddedRedis.forgetful().start();
				RedisCluster cluster = RedisCluster.start(3, 0)) {
			List<TestRedis> nodes = cluster.nodes().stream().map(ClusterNode::redis).toList();
			try (TappetService one = service(TappetService.on(single.redis()));
					TappetService other = service(
							TappetService.builder().setting("spring.data.redis.cluster.nodes", cluster.addresses()))) {
				// Until what begins with a start is over: what is held is walked twice.
				pass(Duration.ofSeconds(14));
				long singleBefore = commands(List.of(single.redis()));
				long clusterBefore = commands(nodes);
				pass(MEASURED);
				double singleRate = (commands(List.of(single.redis())) - singleBefore) / (double) MEASURED.toSeconds();
				double clusterRate = (commands(nodes) - clusterBefore) / (double) MEASURED.toSeconds();
				System.out.printf("%d idle triggers: %.1f commands a second on a single server, %.1f on a cluster%n",
						TRIGGERS, singleRate, clusterRate);
				double singleWake = wake((key) -> single.redis());
				double clusterWake = wake((key) -> cluster.primaryOf(key).redis());
				System.out.printf(
						"waking: %.2f ms on a single server, %.2f ms on a cluster (medians of %d), a ratio of %.2f%n",
						singleWake, clusterWake, WAKES, clusterWake / singleWake);
				assertThat(clusterRate).isLessThanOrEqualTo(singleRate + SCOUT + CHANCE);
				assertThat(other.threads().running()).filteredOn((name) -> name.startsWith("tappet-lookout"))
					.hasSize(1);
				assertThat(other.threads().running()).filteredOn((name) -> name.startsWith("tappet-heartbeat"))
					.hasSizeLessThanOrEqualTo(1);
				assertThat(one.threads().running()).doesNotContain("tappet-scout");
			}
		}
	}

	private TappetService service(TappetService.Builder builder) {
		builder.handler("handler", String.class, (payload, context) -> this.handledAt.put(payload, System.nanoTime()));
		for (int i = 0; i < TRIGGERS; i++) {
			builder.trigger(key(i),
					Map.of("handler", "handler", (i % 2 == 0) ? "redis-stream.key" : "redis-list.key", key(i),
							(i % 2 == 0) ? "redis-stream.payload-field" : "redis-list.count",
							(i % 2 == 0) ? "payload" : "10"));
		}
		return builder.start();
	}

	private static String key(int number) {
		return "idle-" + number;
	}

	private interface Servers {

		TestRedis of(String key);

	}

	/** The median time from a push to its handler in ms. */
	private double wake(Servers servers) {
		List<Long> times = new ArrayList<>();
		for (int i = 0; i < WAKES; i++) {
			String key = key(i % TRIGGERS);
			String id = "wake-" + System.nanoTime();
			TestRedis server = servers.of(key);
			long sent = System.nanoTime();
			if ((i % TRIGGERS) % 2 == 0) {
				server.commands().xadd(key, Map.of("payload", id));
			}
			else {
				server.commands().rpush(key, id);
			}
			Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> this.handledAt.containsKey(id));
			times.add(this.handledAt.getOrDefault(id, sent) - sent);
		}
		times.sort(null);
		return times.get(times.size() / 2) / 1e6;
	}

	private static void pass(Duration time) {
		Awaitility.await().atMost(time.plusSeconds(30)).pollDelay(time).until(() -> true);
	}

	private static long commands(List<TestRedis> servers) {
		return servers.stream()
			.flatMap((server) -> server.commands().info("commandstats").lines())
			.filter((line) -> line.startsWith("cmdstat_") && !line.startsWith("cmdstat_info"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf("calls=") + 6, line.indexOf(','))))
			.sum();
	}

}
