package dev.tappet.source.redis;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tappet.source.redis.Heard.Result;
import dev.tappet.support.ClusterNode;
import dev.tappet.support.RedisCluster;
import dev.tappet.support.RedisKind;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clusters of other servers than the embedded one.
 */
class ClusterServersIT {

	@ParameterizedTest
	@EnumSource(value = RedisKind.class, names = { "REDIS_8", "VALKEY_8" })
	void slotsAreMovedAndAPrimaryIsKilled(RedisKind kind) throws Exception {
		try (RedisCluster cluster = kind.cluster(3); EventService service = new EventService(cluster)) {
			Map<String, Result> moved = service.results(kind + ", slots moved", cluster.primaries().getFirst(),
					(traffic) -> {
						traffic.keep(true);
						traffic.awaitMore(50);
						for (String key : List.of("orders", EventTraffic.STREAM, EventTraffic.LIST)) {
							int slot = SlotHash.getSlot(key);
							cluster.moveSlots(slot, slot, cluster.otherPrimary(cluster.primaryOf(key)));
						}
					});
			EventService.assertNothingLost(moved, Set.of("shard"));
			ClusterNode primary = cluster.primaryOf(EventTraffic.STREAM);
			ClusterNode replica = cluster.replicaOf(primary);
			Map<String, Result> killed = service.results(kind + ", a primary killed", cluster.otherPrimary(primary),
					(traffic) -> {
						traffic.keep(true);
						traffic.awaitMore(50);
						// What a primary has confirmed and not passed on yet, Redis loses
						// with it.
						traffic.keep(false);
						service.awaitSettled();
						cluster.awaitReplicated(primary);
						primary.kill();
						cluster.awaitPromotion(replica);
						traffic.keep(true);
					});
			EventService.KEPT.forEach((trigger) -> assertThat(EventService.of(killed, trigger).lost()).isEmpty());
			EventService.assertOnlyLastMomentsLost(killed);
			service.assertHearsAll(kind + ", afterwards");
		}
	}

}
