package dev.tappet.source.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.tappet.handler.ChannelMessage;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.runtime.TriggerState;
import dev.tappet.support.ClusterNode;
import dev.tappet.support.RedisCluster;
import dev.tappet.support.TappetService;
import io.lettuce.core.KillArgs;
import io.lettuce.core.cluster.SlotHash;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Channels and the events of keys on a cluster that is disturbed. Each case prints a line
 * for each trigger.
 */
class ClusterEventsIT {

	private static final Map<String, Map<String, Object>> TRIGGERS = Map.of("news", Map.of("channel", "news"),
			"pattern", Map.of("pattern", "weather.*"), "shard", Map.of("channel", "orders", "sharded", true),
			"keyspace", Map.of("keyspace", "user:*", "configure-notifications", true), "set",
			Map.of("keyevent", "set", "configure-notifications", true), "del",
			Map.of("keyevent", "del", "configure-notifications", true), "expired",
			Map.of("keyevent", "expired", "configure-notifications", true));

	/**
	 * What each primary tells of its keys, and so misses nothing where nothing is cut.
	 */
	private static final Set<String> EVENTS = Set.of("keyspace", "set", "del", "expired");

	private static RedisCluster cluster;

	private final Map<String, Heard> heard = new ConcurrentHashMap<>();

	private TappetService service;

	/** What a trigger's handler was called with. */
	private static final class Heard implements TriggerHandler<ChannelMessage> {

		private final boolean keyspace;

		private final Map<String, Integer> messages = new ConcurrentHashMap<>();

		private final List<TriggerContext> gaps = new ArrayList<>();

		private long last = System.nanoTime();

		private long silence;

		Heard(boolean keyspace) {
			this.keyspace = keyspace;
		}

		@Override
		public synchronized void handle(ChannelMessage message, TriggerContext context) {
			if (this.keyspace && !message.message().equals("set")) {
				return;
			}
			long now = System.nanoTime();
			this.silence = Math.max(this.silence, now - this.last);
			this.last = now;
			String text = this.keyspace ? message.channel().replaceFirst("^.*:user:", "") : message.message();
			this.messages.merge(text, 1, Integer::sum);
		}

		@Override
		public synchronized void onGap(TriggerContext context) {
			this.gaps.add(context);
		}

		synchronized int gaps() {
			return this.gaps.size();
		}

		synchronized void begin() {
			this.last = System.nanoTime();
			this.silence = 0;
			this.gaps.clear();
		}

		synchronized long silence() {
			return Duration.ofNanos(this.silence).toMillis();
		}

	}

	/** How it went for one trigger. */
	private record Result(int sent, int handled, int doubled, int lost, long silence, int gaps) {
	}

	@BeforeAll
	static void startCluster() {
		cluster = RedisCluster.start(3, 1, "--appendonly", "yes");
	}

	@AfterAll
	static void stopCluster() {
		cluster.close();
	}

	@BeforeEach
	void startService() {
		TappetService.Builder builder = TappetService.builder()
			.setting("spring.data.redis.cluster.nodes", cluster.addresses());
		TRIGGERS.forEach((name, block) -> {
			Heard listener = new Heard(name.equals("keyspace"));
			this.heard.put(name, listener);
			block.forEach((key, value) -> builder.trigger(name, Map.of("redis-pubsub." + key, value)));
			builder.trigger(name, Map.of("concurrency", 1));
			builder.handler(name, ResolvableType.forClass(ChannelMessage.class), listener);
		});
		this.service = builder.start();
	}

	@AfterEach
	void stopService() {
		this.service.close();
		cluster.heal();
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50));
	}

	private interface Disturbance {

		void run(EventTraffic traffic) throws Exception;

	}

	/** Has a disturbance happen under traffic, and says what became of the messages. */
	private Map<String, Result> results(String name, ClusterNode publisher, Disturbance disturbance) throws Exception {
		this.heard.values().forEach(Heard::begin);
		Map<String, Set<String>> sent;
		try (EventTraffic traffic = new EventTraffic(name.replace(' ', '-'), cluster, publisher)) {
			awaitMore(traffic, 100);
			disturbance.run(traffic);
			awaitRunning();
			awaitMore(traffic, 200);
			sent = traffic.confirmed();
		}
		Map<String, Result> results = new ConcurrentHashMap<>();
		awaitQuiet(sent);
		sent.forEach((trigger, messages) -> {
			Heard all = listener(trigger);
			Set<String> lost = new HashSet<>(messages);
			lost.removeAll(all.messages.keySet());
			int doubled = (int) all.messages.values().stream().filter((times) -> times > 1).count();
			int handled = (int) messages.stream().filter(all.messages::containsKey).count();
			Result result = new Result(messages.size(), handled, doubled, lost.size(), all.silence(), all.gaps());
			results.put(trigger, result);
			System.out.printf("%-28s %-9s sent %5d, handled %5d, doubled %d, lost %d, nothing for %d ms, gaps %d%n",
					name, trigger, result.sent(), result.handled(), result.doubled(), result.lost(), result.silence(),
					result.gaps());
		});
		// Of a sharded message the nodes pass one on to each other while the subscription
		// moves.
		results.forEach((trigger, result) -> assertThat(result.doubled()).as(trigger)
			.isLessThanOrEqualTo(trigger.equals("shard") ? 3 : 0));
		return results;
	}

	private static Result of(Map<String, Result> results, String trigger) {
		return Objects.requireNonNull(results.get(trigger));
	}

	private Heard listener(String trigger) {
		return this.heard.getOrDefault(trigger, new Heard(false));
	}

	private static void awaitMore(EventTraffic traffic, int messages) {
		int begin = traffic.sends();
		eventually().until(() -> traffic.sends() >= begin + messages);
	}

	private void awaitRunning() {
		eventually().until(() -> TRIGGERS.keySet()
			.stream()
			.allMatch((trigger) -> this.service.trigger(trigger).state() == TriggerState.RUNNING));
	}

	/** Waits until all has been handled, or nothing more comes for a while. */
	private void awaitQuiet(Map<String, Set<String>> sent) {
		int[] seen = { -1, 0 };
		eventually().pollInterval(Duration.ofMillis(100)).until(() -> {
			int count = this.heard.values().stream().mapToInt((each) -> each.messages.size()).sum();
			seen[1] = (count == seen[0]) ? seen[1] + 1 : 0;
			seen[0] = count;
			boolean all = sent.entrySet()
				.stream()
				.allMatch((each) -> listener(each.getKey()).messages.keySet().containsAll(each.getValue()));
			return (all && seen[1] >= 5) || seen[1] >= 20;
		});
	}

	private List<String> connections() {
		return cluster.nodes()
			.stream()
			.flatMap((node) -> node.redis().connectionsOf(this.service.instance()).stream())
			.filter((line) -> !line.contains(" sub=0 psub=0 ssub=0 "))
			.toList();
	}

	private static ClusterNode other(ClusterNode not) {
		return cluster.primaries().stream().filter((node) -> node != not).findFirst().orElseThrow();
	}

	/** The node that channels are heard on. */
	private ClusterNode home() {
		return cluster.nodes()
			.stream()
			.filter((node) -> node.redis().commands().pubsubChannels("news").contains("news"))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void connectionsThatAreKilledAreReplacedOneForOne() throws Exception {
		int before = connections().size();
		assertThat(before).isEqualTo(cluster.nodes().size());
		results("pub/sub connections killed", cluster.primaries().getFirst(), (traffic) -> {
			for (int i = 0; i < 20; i++) {
				cluster.nodes().forEach((node) -> node.redis().commands().clientKill(KillArgs.Builder.typePubsub()));
				awaitMore(traffic, 2);
			}
			awaitRunning();
		});
		eventually().until(() -> connections().size() == before);
		assertThat(this.service.trigger("news").counts().gaps()).isPositive();
		assertThat(listener("news").gaps).allMatch((gap) -> gap.source().equals("news") && gap.timestamp() != null);
		assertHearsAll("after the kills");
	}

	private void assertHearsAll(String name) throws Exception {
		Map<String, Result> results = results(name, cluster.primaries().getFirst(), (traffic) -> {
		});
		assertThat(results).hasSize(TRIGGERS.size());
		assertThat(results.values()).allMatch((result) -> result.lost() == 0);
	}

	@Test
	void aPrimaryIsKilled() throws Exception {
		ClusterNode home = home();
		// Another test may have added a primary that has no replica.
		boolean replaceable = cluster.nodes().indexOf(home) < 6 && cluster.primaries().contains(home);
		ClusterNode primary = replaceable ? home : cluster.primaries().getFirst();
		ClusterNode replica = cluster.replicaOf(primary);
		Map<String, Result> results = results("a primary killed", other(primary), (traffic) -> {
			primary.kill();
			cluster.awaitPromotion(replica);
		});
		// What the primary had confirmed in its last moments may be gone with it.
		EVENTS.forEach((trigger) -> assertThat(of(results, trigger).lost()).isLessThanOrEqualTo(5));
		if (primary.equals(home)) {
			assertThat(of(results, "news").gaps()).isPositive();
		}
		assertThat(of(results, "set").gaps()).isPositive();
		cluster.heal();
		assertHearsAll("after the primary was killed");
	}

	@Test
	void aReplicaTakesOverInOrder() throws Exception {
		ClusterNode primary = cluster.primaries().getFirst();
		ClusterNode replica = cluster.replicaOf(primary);
		Map<String, Result> results = results("a manual failover", other(primary),
				(traffic) -> cluster.failOver(replica));
		assertThat(results.entrySet()).filteredOn((each) -> !each.getKey().equals("shard"))
			.allMatch((each) -> each.getValue().lost() == 0);
		assertHearsAll("after the failover");
	}

	@Test
	void slotsAreMovedAndANodeIsAdded() throws Exception {
		ClusterNode source = cluster.primaryOf("user:");
		ClusterNode target = other(source);
		int slot = SlotHash.getSlot("orders");
		Map<String, Result> moved = results("slots moved", cluster.primaries().getFirst(), (traffic) -> {
			ClusterNode owner = cluster.primaryOf("orders");
			cluster.moveSlots(slot, slot, other(owner));
			int first = SlotHash.getSlot("user:");
			cluster.moveSlots(first, Math.min(first + 20, SlotHash.SLOT_COUNT - 1), target);
		});
		assertThat(moved.entrySet()).filteredOn((each) -> !each.getKey().equals("shard"))
			.allMatch((each) -> each.getValue().lost() == 0);
		Map<String, Result> added = results("a node added", cluster.primaries().getFirst(), (traffic) -> {
			ClusterNode node = cluster.addNode();
			cluster.moveSlots(0, 60, node);
		});
		assertThat(added.values()).allMatch((result) -> result.lost() == 0);
		assertHearsAll("with another node");
	}

	@Test
	void allNodesAreRestarted() throws Exception {
		cluster.nodes().forEach(ClusterNode::stop);
		eventually().until(() -> this.service.trigger("set").state() == TriggerState.FAILING);
		cluster.heal();
		awaitRunning();
		eventually().until(() -> listener("set").gaps() > 0 && listener("news").gaps() > 0);
		assertHearsAll("all nodes restarted");
	}

}
