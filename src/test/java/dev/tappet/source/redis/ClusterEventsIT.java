package dev.tappet.source.redis;

import java.util.Map;
import java.util.Set;

import dev.tappet.runtime.TriggerState;
import dev.tappet.source.redis.Heard.Result;
import dev.tappet.support.ClusterNode;
import dev.tappet.support.RedisCluster;
import io.lettuce.core.KillArgs;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Channels and the events of keys on a cluster that is disturbed. Each case prints a line
 * for each trigger.
 */
class ClusterEventsIT {

	@AutoClose
	private static final RedisCluster cluster = RedisCluster.start(3, 1, "--appendonly", "yes");

	private EventService service;

	@BeforeEach
	void startService() {
		this.service = new EventService(cluster);
	}

	@AfterEach
	void stopService() {
		this.service.close();
		cluster.heal();
	}

	@Test
	void connectionsThatAreKilledAreReplacedOneForOne() throws Exception {
		int before = this.service.connections().size();
		assertThat(before).isEqualTo(cluster.nodes().size());
		this.service.results("pub/sub connections killed", cluster.primaries().getFirst(), (traffic) -> {
			for (int i = 0; i < 20; i++) {
				cluster.nodes().forEach((node) -> node.redis().commands().clientKill(KillArgs.Builder.typePubsub()));
				traffic.awaitMore(2);
			}
			this.service.awaitRunning();
		});
		EventService.eventually().until(() -> this.service.connections().size() == before);
		assertThat(this.service.gaps("news")).isPositive();
		assertThat(this.service.heard("news").gaps())
			.allMatch((gap) -> gap.context().source().equals("news") && gap.context().timestamp() != null);
		this.service.assertHearsAll("after the kills");
	}

	@Test
	void aPrimaryIsKilled() throws Exception {
		ClusterNode home = this.service.home();
		// Another test may have added a primary that has no replica.
		boolean replaceable = cluster.nodes().indexOf(home) < 6 && cluster.primaries().contains(home);
		ClusterNode primary = replaceable ? home : cluster.primaries().getFirst();
		ClusterNode replica = cluster.replicaOf(primary);
		Map<String, Result> results = this.service.results("a primary killed", cluster.otherPrimary(primary),
				(traffic) -> {
					primary.kill();
					cluster.awaitPromotion(replica);
				});
		EventService.assertOnlyLastMomentsLost(results);
		if (primary.equals(home)) {
			assertThat(EventService.of(results, "news").gaps()).isPositive();
		}
		cluster.heal();
		this.service.assertHearsAll("after the primary was killed");
	}

	@Test
	void aReplicaTakesOverInOrder() throws Exception {
		ClusterNode primary = cluster.primaries().getFirst();
		ClusterNode replica = cluster.replicaOf(primary);
		Map<String, Result> results = this.service.results("a manual failover", cluster.otherPrimary(primary),
				(traffic) -> cluster.failOver(replica));
		EventService.assertNothingLost(results, Set.of("shard"));
		this.service.assertHearsAll("after the failover");
	}

	@Test
	void slotsAreMovedAndANodeIsAdded() throws Exception {
		ClusterNode source = cluster.primaryOf("user:");
		ClusterNode target = cluster.otherPrimary(source);
		int slot = SlotHash.getSlot("orders");
		Map<String, Result> moved = this.service.results("slots moved", cluster.primaries().getFirst(), (traffic) -> {
			ClusterNode owner = cluster.primaryOf("orders");
			cluster.moveSlots(slot, slot, cluster.otherPrimary(owner));
			int first = SlotHash.getSlot("user:");
			cluster.moveSlots(first, Math.min(first + 20, SlotHash.SLOT_COUNT - 1), target);
		});
		EventService.assertNothingLost(moved, Set.of("shard"));
		Map<String, Result> added = this.service.results("a node added", cluster.primaries().getFirst(), (traffic) -> {
			ClusterNode node = cluster.addNode();
			cluster.moveSlots(0, 60, node);
		});
		EventService.assertNothingLost(added, Set.of());
		this.service.assertHearsAll("with another node");
	}

	@Test
	void allNodesAreRestarted() throws Exception {
		Map<String, Result> results = this.service.results("all nodes restarted", cluster.primaries().getFirst(),
				(traffic) -> {
					cluster.nodes().forEach(ClusterNode::stop);
					EventService.eventually().until(() -> this.service.state("set") == TriggerState.FAILING);
					cluster.heal();
				});
		// What is published while nobody has subscribed yet, Redis gives to nobody.
		assertThat(EventService.of(results, "set").gaps()).isPositive();
		assertThat(EventService.of(results, "news").gaps()).isPositive();
		this.service.assertHearsAll("after the restart");
	}

}
