package dev.tappet.source.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.tappet.handler.ChannelMessage;
import dev.tappet.runtime.TriggerState;
import dev.tappet.source.redis.Heard.Result;
import dev.tappet.support.ClusterNode;
import dev.tappet.support.RedisCluster;
import dev.tappet.support.TappetService;
import io.lettuce.core.cluster.SlotHash;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service that gets all that {@link EventTraffic} sends, while something happens to the
 * cluster, and what became of it.
 */
final class EventService implements AutoCloseable {

	private static final Map<String, Map<String, Object>> CHANNELS = Map.of("news", Map.of("channel", "news"),
			"pattern", Map.of("pattern", "weather.*"), "shard", Map.of("channel", "orders", "sharded", true),
			"keyspace", Map.of("keyspace", "user:*", "configure-notifications", true), "set",
			Map.of("keyevent", "set", "configure-notifications", true), "del",
			Map.of("keyevent", "del", "configure-notifications", true), "expired",
			Map.of("keyevent", "expired", "configure-notifications", true));

	/**
	 * What each primary tells of its keys, and so misses nothing where nothing is cut.
	 */
	static final Set<String> EVENTS = Set.of("keyspace", "set", "del", "expired");

	/** What is kept until it was handled. */
	static final Set<String> KEPT = Set.of("stream", "list");

	/** How much later than that it is written the end of a key may be told. */
	private static final Duration EXPIRY = Duration.ofSeconds(5);

	private final RedisCluster cluster;

	private final Map<String, Heard> heard = new ConcurrentHashMap<>();

	private Set<Integer> forgotten = Set.of();

	private final TappetService service;

	EventService(RedisCluster cluster, String... settings) {
		this.cluster = cluster;
		TappetService.Builder builder = TappetService.builder()
			.setting("spring.data.redis.cluster.nodes", cluster.addresses())
			.trigger("stream", Map.of("redis-stream.key", EventTraffic.STREAM, "redis-stream.payload-field", "payload"))
			.trigger("list", Map.of("redis-list.key", EventTraffic.LIST));
		for (String setting : settings) {
			builder.setting(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
		}
		CHANNELS.forEach((name, block) -> {
			Heard listener = name.equals("keyspace") ? Heard.keys("user:") : Heard.messages();
			this.heard.put(name, listener);
			block.forEach((key, value) -> builder.trigger(name, Map.of("redis-pubsub." + key, value)));
			builder.trigger(name, Map.of("concurrency", 1));
			builder.handler(name, ResolvableType.forClass(ChannelMessage.class), listener);
		});
		KEPT.forEach((name) -> {
			Heard listener = Heard.messages();
			this.heard.put(name, listener);
			builder.handler(name, String.class, (payload, context) -> listener.note(payload));
		});
		this.service = builder.start();
	}

	/** What happens under traffic. */
	interface Disturbance {

		void run(EventTraffic traffic) throws Exception;

	}

	static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50));
	}

	/** Has a disturbance happen under traffic, and says what became of the messages. */
	Map<String, Result> results(String name, ClusterNode publisher, Disturbance disturbance) throws Exception {
		this.heard.values().forEach(Heard::begin);
		Map<String, Set<String>> sent;
		EventTraffic traffic = new EventTraffic(name.replace(' ', '-'), this.cluster, publisher);
		try (traffic) {
			traffic.awaitMore(100);
			disturbance.run(traffic);
			awaitRunning();
			traffic.awaitMore(200);
			sent = traffic.confirmed();
		}
		Heard.awaitQuiet(this.heard, sent);
		Map<String, Result> results = new TreeMap<>();
		sent.forEach((trigger, messages) -> {
			Result result = heard(trigger).result(messages);
			results.put(trigger, result);
			System.out.printf("%-32s %-9s %s%n", name, trigger, result);
		});
		results.forEach((trigger, result) -> {
			if (!KEPT.contains(trigger)) {
				assertThat(result.lost()).as(name + ", lost by " + trigger + " outside of all gaps")
					.allMatch((message) -> isTold(trigger, traffic.published(trigger, message)));
			}
		});
		results.forEach((trigger, result) -> assertThat(result.doubled()).as(trigger).isZero());
		return results;
	}

	/** Whether a message lies in a gap; a key expires some time after it was written. */
	private boolean isTold(String trigger, Published lost) {
		if (EVENTS.contains(trigger) && this.forgotten.contains(SlotHash.getSlot(key(trigger, lost.message())))) {
			return true;
		}
		Instant latest = trigger.equals("expired") ? lost.ended().plus(EXPIRY) : lost.ended();
		return heard(trigger).gaps().stream().anyMatch((gap) -> gap.covers(lost.begun(), latest));
	}

	/**
	 * A node is going to wake that has lost these slots and does not know it yet: what it
	 * confirms then, Redis itself forgets.
	 */
	void forgets(Set<Integer> slots) {
		this.forgotten = slots;
	}

	/** The key of which an event tells. */
	static String key(String trigger, String name) {
		return trigger.equals("keyspace") ? "user:" + name : name;
	}

	/** Nothing is lost while nothing happens. */
	void assertHearsAll(String name) throws Exception {
		Map<String, Result> results = results(name, this.cluster.primaries().getFirst(), (traffic) -> {
		});
		assertThat(results.keySet()).containsAll(CHANNELS.keySet());
		assertNothingLost(results, Set.of());
	}

	/** Nothing is lost but for some. */
	static void assertNothingLost(Map<String, Result> results, Set<String> butFor) {
		assertThat(results.entrySet()).filteredOn((each) -> !butFor.contains(each.getKey()))
			.allMatch((each) -> each.getValue().lost().isEmpty());
	}

	/**
	 * After a primary has died: what it had confirmed in its last moments may be gone
	 * with it, and that is told.
	 */
	static void assertOnlyLastMomentsLost(Map<String, Result> results) {
		EVENTS.forEach((trigger) -> assertThat(of(results, trigger).lost()).as(trigger).hasSizeLessThanOrEqualTo(5));
		assertThat(of(results, "set").gaps()).isPositive();
	}

	static Result of(Map<String, Result> results, String trigger) {
		return Objects.requireNonNull(results.get(trigger));
	}

	Heard heard(String trigger) {
		return Objects.requireNonNull(this.heard.get(trigger));
	}

	TriggerState state(String trigger) {
		return this.service.trigger(trigger).state();
	}

	/** How often a trigger has counted a gap. */
	double gaps(String trigger) {
		return this.service.trigger(trigger).counts().gaps();
	}

	void awaitRunning() {
		eventually()
			.until(() -> this.heard.keySet().stream().allMatch((trigger) -> state(trigger) == TriggerState.RUNNING));
	}

	/** Waits until nothing of what is kept is left to do. */
	void awaitSettled() {
		eventually().until(() -> KEPT.stream().allMatch((trigger) -> this.service.backlog(trigger).total() == 0));
	}

	/** Its connections for subscriptions. */
	List<String> connections() {
		return this.cluster.nodes()
			.stream()
			.flatMap((node) -> node.redis().connectionsOf(this.service.instance()).stream())
			.filter((line) -> !line.contains(" sub=0 psub=0 ssub=0 "))
			.toList();
	}

	/** The node that channels are heard on. */
	ClusterNode home() {
		return this.cluster.nodes()
			.stream()
			.filter((node) -> node.redis().commands().pubsubChannels("news").contains("news"))
			.findFirst()
			.orElseThrow();
	}

	@Override
	public void close() {
		this.service.close();
	}

}
