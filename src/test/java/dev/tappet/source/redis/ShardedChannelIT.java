package dev.tappet.source.redis;

import java.util.Map;
import java.util.Objects;

import dev.tappet.handler.ChannelMessage;
import dev.tappet.runtime.TriggerState;
import dev.tappet.source.redis.Heard.Result;
import dev.tappet.support.ClusterNode;
import dev.tappet.support.RedisCluster;
import dev.tappet.support.TappetService;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A sharded channel whose slot changes hands, again and again: nothing is heard twice,
 * and whatever is missed lies in a gap that was told.
 */
class ShardedChannelIT {

	private static final String CHANNEL = "orders";

	private static final int TIMES = 6;

	@AutoClose
	private static final RedisCluster cluster = RedisCluster.start(2, 1);

	private final Heard heard = Heard.messages();

	private TappetService service;

	@BeforeEach
	void startService() {
		this.service = TappetService.builder()
			.setting("spring.data.redis.cluster.nodes", cluster.addresses())
			.trigger("shard", Map.of("redis-pubsub.channel", CHANNEL, "redis-pubsub.sharded", true, "concurrency", 1))
			.handler("shard", ResolvableType.forClass(ChannelMessage.class), this.heard)
			.start()
			.awaitRunning();
	}

	@AfterEach
	void stopService() {
		this.service.close();
	}

	private void disturbed(String name, Runnable disturbance) {
		for (int i = 1; i <= TIMES; i++) {
			this.heard.begin();
			Map<String, Published> sent;
			try (ShardTraffic traffic = new ShardTraffic(CHANNEL, name + i, cluster.primaries().getFirst())) {
				EventService.eventually()
					.until(() -> this.heard.any((message) -> traffic.confirmed().containsKey(message)));
				traffic.awaitMore(100);
				disturbance.run();
				EventService.eventually()
					.until(() -> this.service.trigger("shard").state() == TriggerState.RUNNING
							&& !this.heard.gaps().isEmpty());
				traffic.awaitMore(300);
				sent = traffic.confirmed();
			}
			Heard.awaitQuiet(Map.of("shard", this.heard), Map.of("shard", sent.keySet()));
			Result result = this.heard.result(sent.keySet());
			System.out.printf("a sharded channel, %-22s %s%n", name, result);
			assertThat(result.doubled()).as("handled twice").isZero();
			assertThat(result.lost()).as("lost outside of all gaps")
				.allMatch((message) -> isTold(Objects.requireNonNull(sent.get(message))));
		}
	}

	private boolean isTold(Published lost) {
		return this.heard.gaps().stream().anyMatch((gap) -> gap.covers(lost.begun(), lost.ended()));
	}

	@Test
	void aReplicaTakesOverInOrder() {
		disturbed("a manual failover", () -> cluster.failOver(cluster.replicaOf(cluster.primaryOf(CHANNEL))));
	}

	@Test
	void aReplicaTakesOverWithoutAsking() {
		disturbed("a takeover", () -> cluster.takeOver(cluster.replicaOf(cluster.primaryOf(CHANNEL))));
	}

	@Test
	void itsSlotIsMoved() {
		int slot = SlotHash.getSlot(CHANNEL);
		disturbed("its slot moved", () -> {
			ClusterNode owner = cluster.primaryOf(CHANNEL);
			cluster.moveSlots(slot, slot, cluster.otherPrimary(owner));
		});
	}

}
