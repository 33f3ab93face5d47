package dev.tappet.source.redis;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.tappet.source.redis.Heard.Result;
import dev.tappet.support.ClusterNode;
import dev.tappet.support.RedisCluster;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Channels and the events of keys while a node of the cluster does not answer, and when
 * it wakes.
 */
class FrozenNodeIT {

	@AutoClose
	private static final RedisCluster cluster = RedisCluster.start(3, 1, "--appendonly", "yes");

	private EventService service;

	@BeforeEach
	void startService() {
		this.service = new EventService(cluster, "spring.data.redis.timeout=1s");
	}

	@AfterEach
	void stopService() {
		this.service.close();
		replaceDeadNodesAfter(1000);
		cluster.awaitWell();
	}

	private static void replaceDeadNodesAfter(int milliseconds) {
		cluster.nodes()
			.forEach((node) -> node.redis().commands().configSet("cluster-node-timeout", String.valueOf(milliseconds)));
	}

	private static Set<Integer> slots(ClusterNode primary) {
		return cluster.slotsOf(primary);
	}

	/** What is lost of others' keys, by trigger. */
	private static Map<String, Set<String>> lostElsewhere(Map<String, Result> results, Set<Integer> frozen) {
		return EventService.EVENTS.stream()
			.collect(Collectors.toMap((trigger) -> trigger,
					(trigger) -> EventService.of(results, trigger)
						.lost()
						.stream()
						.filter((name) -> !frozen.contains(SlotHash.getSlot(EventService.key(trigger, name))))
						.collect(Collectors.toSet())));
	}

	@Test
	void aNodeThatIsFrozenIsReplacedAndWakes() throws Exception {
		ClusterNode primary = primaryWithChannels();
		ClusterNode replica = cluster.replicaOf(primary);
		Set<Integer> slots = slots(primary);
		this.service.forgets(slots);
		Map<String, Result> results = this.service.results("frozen, replaced, woken", cluster.otherPrimary(primary),
				(traffic) -> {
					long process = primary.freeze();
					try {
						cluster.awaitPrimary(replica);
						this.service.awaitRunning();
						traffic.awaitMore(200);
					}
					finally {
						primary.thaw(process);
					}
					cluster.awaitWell();
					traffic.awaitMore(100);
				});
		assertThat(lostElsewhere(results, slots).values()).allMatch(Set::isEmpty);
		assertThat(EventService.of(results, "set").gaps()).isPositive();
		assertThat(EventService.of(results, "news").gaps()).isPositive();
		this.service.assertHearsAll("after the frozen one was replaced");
	}

	@Test
	void nothingIsMissedOfANodeThatIsFrozenForAMoment() throws Exception {
		replaceDeadNodesAfter(20_000);
		ClusterNode primary = primaryWithChannels();
		Map<String, Result> results = this.service.results("frozen for a moment", cluster.otherPrimary(primary),
				(traffic) -> {
					long process = primary.freeze();
					try {
						traffic.awaitMore(60);
					}
					finally {
						primary.thaw(process);
					}
				});
		EventService.assertNothingLost(results, Set.of());
	}

	@Test
	void aNodeThatIsFrozenForLongIsLeftAndHeardAgainWhenItWakes() throws Exception {
		replaceDeadNodesAfter(60_000);
		ClusterNode primary = primaryWithChannels();
		Set<Integer> slots = slots(primary);
		Map<String, Result> results = this.service.results("frozen for long, not replaced",
				cluster.otherPrimary(primary), (traffic) -> {
					long process = primary.freeze();
					try {
						EventService.eventually()
							.until(() -> cluster.nodes()
								.stream()
								.filter((node) -> node != primary)
								.anyMatch((node) -> node.redis().commands().pubsubChannels("news").contains("news")));
						traffic.awaitMore(200);
					}
					finally {
						primary.thaw(process);
					}
					this.service.awaitRunning();
					traffic.awaitMore(100);
				});
		assertThat(lostElsewhere(results, slots).values()).allMatch(Set::isEmpty);
		assertThat(EventService.of(results, "news").gaps()).isPositive();
		assertThat(EventService.of(results, "set").gaps()).isPositive();
		this.service.assertHearsAll("after the frozen one woke");
	}

	/** The node that channels are heard on, or one that is to be. */
	private ClusterNode primaryWithChannels() {
		ClusterNode home = this.service.home();
		if (!cluster.primaries().contains(home)) {
			cluster.failOver(home);
		}
		return home;
	}

}
