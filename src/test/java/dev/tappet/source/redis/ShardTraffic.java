package dev.tappet.source.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.support.ClusterNode;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import org.awaitility.Awaitility;

/**
 * Publishes to one sharded channel every millisecond, and knows what the cluster has
 * confirmed. Nothing is sent twice.
 */
final class ShardTraffic implements AutoCloseable {

	private static final Clock CLOCK = Clock.systemUTC();

	private final Map<String, Published> confirmed = new ConcurrentHashMap<>();

	private final AtomicInteger numbers = new AtomicInteger();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final RedisClusterClient client;

	private final StatefulRedisClusterConnection<String, String> connection;

	private final String channel;

	private final String prefix;

	/**
	 * Begins.
	 * @param channel the channel
	 * @param prefix begins every message
	 * @param node a node of the cluster
	 */
	ShardTraffic(String channel, String prefix, ClusterNode node) {
		this.channel = channel;
		this.prefix = prefix;
		this.client = RedisClusterClient.create(RedisURI.create(node.redis().host(), node.redis().port()));
		ClusterClientOptions.Builder options = ClusterClientOptions.builder()
			.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
				.enableAllAdaptiveRefreshTriggers()
				.adaptiveRefreshTriggersTimeout(Duration.ofMillis(200))
				.enablePeriodicRefresh(Duration.ofMillis(300))
				.build());
		options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
		options.replayFilter((command) -> true);
		this.client.setOptions(options.build());
		this.connection = this.client.connect();
		this.timer.scheduleAtFixedRate(this::send, 0, 1, TimeUnit.MILLISECONDS);
	}

	private void send() {
		String message = this.prefix + "-" + this.numbers.incrementAndGet();
		Instant begun = CLOCK.instant();
		this.connection.async().spublish(this.channel, message).whenComplete((receivers, failure) -> {
			if (failure == null) {
				this.confirmed.put(message, new Published(message, begun, CLOCK.instant(), receivers > 0));
			}
		});
	}

	/** Waits until so many more are confirmed. */
	void awaitMore(int messages) {
		int begin = this.confirmed.size();
		Awaitility.await()
			.atMost(Duration.ofSeconds(40))
			.pollInterval(Duration.ofMillis(10))
			.until(() -> this.confirmed.size() >= begin + messages);
	}

	/** What is confirmed, by message. */
	Map<String, Published> confirmed() {
		return Map.copyOf(this.confirmed);
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
		this.connection.close();
		this.client.shutdown(0, 2, TimeUnit.SECONDS);
	}

}
