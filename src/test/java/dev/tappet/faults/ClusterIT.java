package dev.tappet.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tappet.faults.ClusterTraffic.Kind;
import dev.tappet.faults.ClusterTraffic.Lane;
import dev.tappet.runtime.TriggerState;
import dev.tappet.support.ClusterNode;
import dev.tappet.support.RedisCluster;
import dev.tappet.support.TappetService;
import io.lettuce.core.KillArgs;
import io.lettuce.core.cluster.SlotHash;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams and lists that are spread over all primaries of a cluster, while that is
 * disturbed.
 */
class ClusterIT {

	/** More than is in hands at any moment. */
	private static final int HELD = 20;

	private static RedisCluster cluster;

	private static ClusterTraffic traffic;

	private static TappetService service;

	@BeforeAll
	static void start() {
		cluster = RedisCluster.start(3, 1, "--appendonly", "yes", "--appendfsync", "everysec");
		traffic = new ClusterTraffic(cluster);
		TappetService.Builder builder = TappetService.builder()
			.setting("spring.data.redis.cluster.nodes", cluster.addresses());
		List<ClusterNode> primaries = cluster.primaries();
		for (Kind kind : Kind.values()) {
			List<String> keys = new ArrayList<>();
			for (ClusterNode primary : primaries) {
				keys.add(cluster.keyOn(primary, kind.trigger() + "-" + keys.size() + "-"));
			}
			keys.forEach((key) -> traffic.add(kind, key));
			Map<String, String> source = new HashMap<>(switch (kind) {
				case STREAM -> Map.of("redis-stream.payload-field", "payload");
				case LIST -> Map.of();
				case POPPED -> Map.of("redis-list.delivery", "at-most-once");
			});
			String block = (kind == Kind.STREAM) ? "redis-stream" : "redis-list";
			for (int i = 0; i < keys.size(); i++) {
				source.put(block + ".key[" + i + "]", keys.get(i));
			}
			builder.trigger(kind.trigger(), source).handler(kind.trigger(), String.class, traffic.handler());
		}
		service = builder.start();
		log.start();
		conditions().addAppender(log);
	}

	/** What was said of the state of keys. */
	private static final Queue<String> said = new ConcurrentLinkedQueue<>();

	private static final AppenderBase<ILoggingEvent> log = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			said.add(event.getFormattedMessage());
		}

	};

	private static Logger conditions() {
		return (Logger) LoggerFactory.getLogger("dev.tappet.source.redis.poll.KeyCondition");
	}

	@AfterAll
	static void stop() {
		conditions().detachAppender(log);
		if (service != null) {
			service.close();
		}
		if (traffic != null) {
			traffic.close();
		}
		if (cluster != null) {
			cluster.close();
		}
	}

	@Test
	void followsTheReplicaOfAKilledPrimary() {
		begin();
		ClusterNode primary = primaryOf(Kind.STREAM, 0);
		ClusterNode replica = cluster.replicaOf(primary);
		// What a primary has confirmed and not passed on yet, Redis loses with it.
		List<Lane> there = on(primary);
		there.forEach((lane) -> lane.paused = true);
		await().until(() -> there.stream().allMatch((lane) -> lane.lost().isEmpty()));
		await().pollDelay(Duration.ofMillis(500)).until(() -> true);
		primary.kill();
		there.forEach((lane) -> lane.paused = false);
		cluster.awaitPromotion(replica);
		end("primary killed");
		List<String> lines = said.stream().filter((line) -> line.contains("'popped'")).toList();
		System.out.printf("cluster, primary killed: %d lines on three lists that keep nothing%n", lines.size());
		assertThat(lines).as("a line for each change").hasSizeLessThanOrEqualTo(12);
		primary.start();
		cluster.awaitWell();
	}

	@Test
	void followsAManualFailover() {
		begin();
		cluster.failOver(cluster.replicaOf(primaryOf(Kind.LIST, 0)));
		end("manual failover");
	}

	@Test
	void followsASlotThatMoves() {
		begin();
		for (Kind kind : Kind.values()) {
			int slot = SlotHash.getSlot(traffic.lanes(kind).get(2).key);
			cluster.moveSlots(slot, slot, cluster.otherPrimary(primaryOf(kind, 2)));
		}
		end("slots moved");
	}

	@Test
	void readsFromAnAddedNode() {
		begin();
		ClusterNode added = cluster.addNode();
		for (Kind kind : Kind.values()) {
			int slot = SlotHash.getSlot(traffic.lanes(kind).get(1).key);
			cluster.moveSlots(slot, slot, added);
		}
		end("node added");
	}

	@Test
	void goesOnAfterAllNodesWereRestarted() {
		begin();
		// A list that keeps nothing loses what is on its way when the connection ends.
		traffic.lanes(Kind.POPPED).forEach((lane) -> lane.paused = true);
		await().until(() -> traffic.lanes(Kind.POPPED).stream().allMatch((lane) -> lane.lost().isEmpty()));
		cluster.nodes().forEach(ClusterNode::stop);
		cluster.heal();
		traffic.lanes(Kind.POPPED).forEach((lane) -> lane.paused = false);
		// Leases may have run out meanwhile, with what was handled and not yet settled.
		end("all nodes restarted", HELD);
	}

	@Test
	void aFrozenPrimaryHoldsUpNoOtherKey() {
		begin();
		ClusterNode primary = primaryOf(Kind.STREAM, 0);
		ClusterNode replica = cluster.replicaOf(primary);
		List<Lane> there = on(primary);
		List<Lane> others = traffic.lanes().stream().filter((lane) -> !there.contains(lane)).toList();
		there.forEach((lane) -> lane.paused = true);
		await().until(() -> there.stream().allMatch((lane) -> lane.lost().isEmpty()));
		await().pollDelay(Duration.ofMillis(500)).until(() -> true);
		long process = primary.freeze();
		try {
			await().ignoreExceptions()
				.until(() -> replica.redis().commands().info("replication").contains("role:master"));
			// What a primary confirms that does not know yet that it is none, Redis
			// loses:
			// so its keys are sent to again only by now.
			there.forEach((lane) -> lane.paused = false);
			awaitProgress();
		}
		finally {
			primary.thaw(process);
		}
		cluster.awaitWell();
		long longest = others.stream().mapToLong(Lane::longestMillis).max().orElseThrow();
		long frozen = there.stream().mapToLong(Lane::longestMillis).max().orElseThrow();
		end("primary frozen (other keys waited %d ms at most, its own %d ms)".formatted(longest, frozen));
		assertThat(longest).isLessThan(frozen);
	}

	@Test
	void readsOnAfterItsConnectionsWereKilled() {
		begin();
		for (int i = 0; i < 5; i++) {
			for (ClusterNode primary : cluster.primaries()) {
				for (String line : primary.redis().connectionsOf(service.instance())) {
					long id = Long.parseLong(line.substring(3, line.indexOf(' ')));
					primary.redis().commands().clientKill(KillArgs.Builder.id(id));
				}
			}
			awaitProgress();
		}
		end("connections killed 5 times");
	}

	@Test
	void saysThatASlotIsOnItsWayAndGoesOnWhenItHasArrived() {
		begin();
		Lane lane = traffic.lanes(Kind.STREAM).get(2);
		int slot = SlotHash.getSlot(lane.key);
		ClusterNode source = cluster.primaryOf(lane.key);
		ClusterNode target = cluster.otherPrimary(source);
		cluster.beginMove(slot, source, target);
		await().until(() -> Objects.requireNonNullElse(service.trigger("stream").reason(), "")
			.contains("the slot of '" + lane.key + "' is on its way"));
		while (cluster.moveKeys(slot, source, target) > 0) {
			// Until none is left.
		}
		cluster.endMove(slot, source, target);
		await().until(() -> service.trigger("stream").state() == TriggerState.RUNNING);
		end("slot long on its way");
	}

	@Test
	void aNodeThatIsGivenAsASingleServerIsToldAsSuch() {
		ClusterNode one = cluster.primaries().getFirst();
		ClusterNode other = cluster.primaries().getLast();
		try (TappetService alone = TappetService.on(one.redis())
			.trigger("astray", Map.of("redis-list.key", cluster.keyOn(other, "astray-")))
			.handler("astray", String.class, (payload, context) -> {
			})
			.startAnyway()) {
			await().until(() -> alone.trigger("astray").state() == TriggerState.FAILING);
			assertThat(alone.trigger("astray").reason()).contains("cluster.nodes", other.toString());
		}
	}

	private static void begin() {
		said.clear();
		traffic.begin();
		awaitProgress();
	}

	private static void awaitProgress() {
		List<Integer> before = traffic.lanes().stream().map(Lane::handled).toList();
		await().until(() -> {
			for (int i = 0; i < before.size(); i++) {
				if (traffic.lanes().get(i).handled() < before.get(i) + 5) {
					return false;
				}
			}
			return true;
		});
	}

	private static void end(String name) {
		end(name, 0);
	}

	private static void end(String name, int mostDoubled) {
		awaitProgress();
		traffic.stop();
		List<Lane> kept = traffic.lanes().stream().filter((lane) -> lane.kind != Kind.POPPED).toList();
		try {
			await().until(() -> kept.stream().allMatch((lane) -> lane.lost().isEmpty()));
		}
		finally {
			for (Kind kind : Kind.values()) {
				print(name, kind);
			}
		}
		// What is handled twice is so after a takeover at the latest.
		await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
		assertThat(kept.stream().flatMap((lane) -> lane.lost().stream())).isEmpty();
		assertThat(traffic.lanes().stream().flatMap((lane) -> lane.doubled().stream()))
			.hasSizeLessThanOrEqualTo(mostDoubled);
	}

	private static void print(String name, Kind kind) {
		List<Lane> lanes = traffic.lanes(kind);
		System.out.printf("cluster, %s: %s: sent %d, handled %d, doubled %d, lost %d, nothing delivered for %d ms%n",
				name, kind.trigger(), lanes.stream().mapToInt(Lane::sent).sum(),
				lanes.stream().mapToInt(Lane::handled).sum(),
				lanes.stream().mapToInt((lane) -> lane.doubled().size()).sum(),
				lanes.stream().mapToInt((lane) -> lane.lost().size()).sum(),
				lanes.stream().mapToLong(Lane::longestMillis).max().orElse(0));
	}

	private static ClusterNode primaryOf(Kind kind, int lane) {
		return cluster.primaryOf(traffic.lanes(kind).get(lane).key);
	}

	private static List<Lane> on(ClusterNode primary) {
		return traffic.lanes().stream().filter((lane) -> cluster.primaryOf(lane.key) == primary).toList();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
	}

}
