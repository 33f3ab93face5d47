package dev.tappet.source.redis;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.tappet.handler.TriggerContext;
import dev.tappet.support.ClusterNode;
import dev.tappet.support.RedisCluster;
import dev.tappet.support.TappetService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code replicas: one} on a cluster, with events from all primaries. What Redis
 * delivered to all instances is known by triggers that run in each.
 */
class ClusterReplicasOneIT {

	@AutoClose
	private static final RedisCluster cluster = RedisCluster.start(3, 1, "--appendonly", "yes");

	private final Map<String, Integer> handled = new ConcurrentHashMap<>();

	/** By instance and trigger. */
	private final Map<String, Set<String>> heard = new ConcurrentHashMap<>();

	private volatile String last = "";

	private TappetService first;

	private TappetService second;

	@BeforeEach
	void startServices() {
		this.first = service();
		this.second = service();
	}

	@AfterEach
	void stopServices() {
		this.first.close();
		this.second.close();
		cluster.heal();
	}

	private TappetService service() {
		TappetService.Builder builder = TappetService.builder()
			.setting("spring.data.redis.cluster.nodes", cluster.addresses());
		for (String kind : List.of("one", "all")) {
			builder.trigger("news-" + kind,
					Map.of("redis-pubsub.channel", "news", "redis-pubsub.replicas", kind, "handler", kind));
			builder.trigger("set-" + kind, Map.of("redis-pubsub.keyevent", "set", "redis-pubsub.replicas", kind,
					"redis-pubsub.configure-notifications", true, "handler", kind));
		}
		return builder.handler("one", String.class, this::handle).handler("all", String.class, this::hear).start();
	}

	private void handle(String message, TriggerContext context) {
		if (context.trigger().equals("news-one")) {
			this.last = context.instanceId();
		}
		this.handled.merge(kind(context) + message, 1, Integer::sum);
	}

	private void hear(String message, TriggerContext context) {
		this.heard.computeIfAbsent(context.instanceId() + kind(context), (none) -> ConcurrentHashMap.newKeySet())
			.add(message);
	}

	private static String kind(TriggerContext context) {
		return context.trigger().substring(0, context.trigger().indexOf('-') + 1);
	}

	/** Has something happen under traffic; gives what was handled too often, by kind. */
	private Map<String, Integer> disturbed(String name, ClusterNode publisher, Runnable disturbance, boolean both) {
		Map<String, Set<String>> sent;
		try (EventTraffic traffic = new EventTraffic(name.replace(' ', '-'), cluster, publisher)) {
			traffic.awaitMore(300);
			disturbance.run();
			traffic.awaitMore(600);
			int before = this.handled.size();
			EventService.eventually().until(() -> this.handled.size() > before + 100);
			sent = traffic.confirmed();
		}
		Map<String, Integer> doubled = new ConcurrentHashMap<>();
		for (String kind : List.of("news-", "set-")) {
			Set<String> delivered = new HashSet<>(sent.getOrDefault(kind.substring(0, kind.length() - 1), Set.of()));
			delivered.retainAll(heard(this.second, kind));
			if (both) {
				delivered.retainAll(heard(this.first, kind));
			}
			EventService.eventually()
				.until(() -> delivered.stream().allMatch((each) -> this.handled.containsKey(kind + each)));
			int again = delivered.stream().mapToInt((each) -> this.handled.getOrDefault(kind + each, 0) - 1).sum();
			doubled.put(kind, again);
			System.out.printf("replicas: one on a cluster - %-40s %-5s delivered %4d, doubled %d, lost 0%n", name, kind,
					delivered.size(), again);
		}
		return doubled;
	}

	private Set<String> heard(TappetService service, String kind) {
		return this.heard.getOrDefault(service.instance() + kind, Set.of());
	}

	@Test
	void losesAndRepeatsNothingWhenTheLeaderStops() {
		awaitLeader(this.first);
		Map<String, Integer> doubled = disturbed("leader stopped", cluster.primaries().getFirst(), this.first::close,
				false);
		assertThat(doubled.get("news-")).isZero();
	}

	private void awaitLeader(TappetService service) {
		EventService.eventually().until(() -> {
			cluster.primaries().getFirst().redis().commands().publish("news", "x");
			return this.last.equals(service.instance());
		});
	}

	@Test
	void losesNothingThatWasDeliveredWhenThePrimaryOfTheLeadersKeyDies() {
		ClusterNode primary = cluster.primaryOf("tappet:{news-one}:leader");
		ClusterNode publisher = cluster.otherPrimary(primary);
		ClusterNode replica = cluster.replicaOf(primary);
		disturbed("primary of the leader's key killed", publisher, () -> {
			primary.kill();
			cluster.awaitPromotion(replica);
		}, true);
	}

}
