package dev.tappet.support;

import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisClusterIT {

	private static RedisCluster cluster;

	@BeforeAll
	static void start() {
		cluster = RedisCluster.start(3, 1);
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@Test
	void movesSlotsFailsOverAndHeals() {
		ClusterNode primary = cluster.primaryOf("{x}");
		ClusterNode replica = cluster.replicaOf(primary);
		primary.redis().commands().set("{x}", "1");
		cluster.failOver(replica);
		assertThat(cluster.primaryOf("{x}")).isSameAs(replica);
		replica.kill();
		cluster.awaitPromotion(primary);
		cluster.heal();
		ClusterNode added = cluster.addNode();
		int slot = SlotHash.getSlot("{x}");
		cluster.moveSlots(slot, slot, added);
		assertThat(added.redis().commands().get("{x}")).isEqualTo("1");
		assertThat(cluster.primaries()).hasSize(4);
	}

}
