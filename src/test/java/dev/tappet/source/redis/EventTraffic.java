package dev.tappet.source.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.support.ClusterNode;
import dev.tappet.support.RedisCluster;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import org.awaitility.Awaitility;

/**
 * Sends messages and writes keys all over a cluster at a steady rate, and knows what the
 * cluster has confirmed. Nothing is sent twice. A stream and a list get messages only
 * while it is told to keep some.
 */
final class EventTraffic implements AutoCloseable {

	static final String STREAM = "entries";

	static final String LIST = "elements";

	private static final Duration PERIOD = Duration.ofMillis(5);

	private static final Clock CLOCK = Clock.systemUTC();

	private final Map<String, Map<String, Published>> confirmed = new ConcurrentHashMap<>();

	private final AtomicInteger refused = new AtomicInteger();

	private final AtomicInteger numbers = new AtomicInteger();

	private final RedisClusterClient client;

	private final StatefulRedisClusterConnection<String, String> keys;

	private final RedisClient steadyClient;

	private final StatefulRedisConnection<String, String> steady;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final String prefix;

	private volatile boolean keeping;

	/**
	 * Begins.
	 * @param prefix begins every message
	 * @param cluster the cluster
	 * @param publisher the node that channels are published on
	 */
	EventTraffic(String prefix, RedisCluster cluster, ClusterNode publisher) {
		this.prefix = prefix;
		this.client = RedisClusterClient.create(RedisURI.create(publisher.redis().host(), publisher.redis().port()));
		ClusterClientOptions.Builder options = ClusterClientOptions.builder()
			.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
				.enableAllAdaptiveRefreshTriggers()
				.adaptiveRefreshTriggersTimeout(Duration.ofMillis(200))
				.enablePeriodicRefresh(Duration.ofMillis(500))
				.build());
		options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
		options.replayFilter((command) -> true);
		this.client.setOptions(options.build());
		this.keys = this.client.connect();
		this.steadyClient = RedisClient.create(RedisURI.create(publisher.redis().host(), publisher.redis().port()));
		this.steady = this.steadyClient.connect();
		this.timer.scheduleAtFixedRate(this::send, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void send() {
		String name = this.prefix + "-" + this.numbers.incrementAndGet();
		RedisAdvancedClusterAsyncCommands<String, String> commands = this.keys.async();
		if (this.keeping) {
			note("stream", name, commands.xadd(STREAM, "payload", name));
			note("list", name, commands.rpush(LIST, name));
		}
		note("news", name, this.steady.async().publish("news", name));
		note("pattern", name, this.steady.async().publish("weather." + name, name));
		note("shard", name, commands.spublish("orders", name));
		String key = "user:" + name;
		CompletionStage<String> written = note("keyspace", name, commands.set(key, "x", SetArgs.Builder.px(300)));
		note("set", key, written);
		note("expired", key, written);
		CompletionStage<Long> deleted = commands.set("gone:" + name, "x")
			.thenCompose((done) -> commands.del("gone:" + name));
		note("del", "gone:" + name, deleted.thenApply((count) -> {
			if (count != 1) {
				throw new IllegalStateException("nothing to delete");
			}
			return count;
		}));
	}

	private <T> CompletionStage<T> note(String kind, String message, CompletionStage<T> reply) {
		Instant begun = CLOCK.instant();
		return reply.whenComplete((done, failure) -> {
			if (failure != null) {
				this.refused.incrementAndGet();
			}
			else {
				this.confirmed.computeIfAbsent(kind, (none) -> new ConcurrentHashMap<>())
					.put(message, new Published(message, begun, CLOCK.instant(), true));
			}
		});
	}

	/** Whether the stream and the list get messages from now on. */
	void keep(boolean keep) {
		this.keeping = keep;
	}

	int sends() {
		return this.numbers.get();
	}

	/** Waits until so many more were sent. */
	void awaitMore(int messages) {
		int begin = sends();
		Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(PERIOD).until(() -> sends() >= begin + messages);
	}

	Map<String, Set<String>> confirmed() {
		Map<String, Set<String>> messages = new TreeMap<>();
		this.confirmed.forEach((kind, all) -> messages.put(kind, Set.copyOf(all.keySet())));
		return messages;
	}

	/** When a message was sent that is confirmed. */
	Published published(String kind, String message) {
		return Objects.requireNonNull(this.confirmed.getOrDefault(kind, Map.of()).get(message));
	}

	/** Sends no more. */
	@Override
	public void close() {
		this.timer.shutdownNow();
		try {
			this.timer.awaitTermination(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.keys.close();
		this.client.shutdown(0, 2, TimeUnit.SECONDS);
		this.steady.close();
		this.steadyClient.shutdown(0, 2, TimeUnit.SECONDS);
	}

}
