package dev.tappet.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import dev.tappet.handler.TriggerHandler;
import dev.tappet.support.RedisCluster;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;

/**
 * Sends numbered messages to streams and lists on a cluster, one after the other at each
 * key, and counts what handlers get. What was not confirmed by the server is sent again
 * under another number, and does not count.
 */
final class ClusterTraffic implements AutoCloseable {

	private static final long PAUSE = Duration.ofMillis(10).toNanos();

	/** How messages get to a key. */
	enum Kind {

		STREAM, LIST, POPPED;

		String trigger() {
			return name().toLowerCase(java.util.Locale.ROOT);
		}

	}

	/** A key and what it has seen. */
	static final class Lane {

		final Kind kind;

		final String key;

		/** The sender leaves it alone. */
		volatile boolean paused;

		private final Set<String> sent = ConcurrentHashMap.newKeySet();

		private final Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();

		private volatile long lastAt = System.nanoTime();

		private volatile long longest;

		Lane(Kind kind, String key) {
			this.kind = kind;
			this.key = key;
		}

		private synchronized void handled(String id) {
			long now = System.nanoTime();
			this.longest = Math.max(this.longest, now - this.lastAt);
			this.lastAt = now;
			this.handled.computeIfAbsent(id, (name) -> new AtomicInteger()).incrementAndGet();
		}

		/** Forgets all, for the next case. */
		synchronized void begin() {
			this.sent.clear();
			this.handled.clear();
			this.longest = 0;
			this.lastAt = System.nanoTime();
		}

		int handled() {
			return this.handled.size();
		}

		int sent() {
			return this.sent.size();
		}

		long longestMillis() {
			return Duration.ofNanos(this.longest).toMillis();
		}

		Set<String> lost() {
			Set<String> lost = new TreeSet<>(this.sent);
			lost.removeAll(this.handled.keySet());
			return lost;
		}

		Set<String> doubled() {
			return this.handled.entrySet()
				.stream()
				.filter((each) -> each.getValue().get() > 1 && this.sent.contains(each.getKey()))
				.map(Map.Entry::getKey)
				.collect(Collectors.toCollection(TreeSet::new));
		}

	}

	private final RedisClusterClient client;

	private final StatefulRedisClusterConnection<String, String> connection;

	private final List<Lane> lanes = new CopyOnWriteArrayList<>();

	private final List<Thread> senders = new ArrayList<>();

	private final AtomicInteger numbers = new AtomicInteger();

	private final AtomicInteger unsure = new AtomicInteger();

	private volatile boolean sending;

	private volatile boolean closed;

	ClusterTraffic(RedisCluster cluster) {
		List<RedisURI> places = cluster.nodes()
			.stream()
			.map((node) -> RedisURI.builder()
				.withHost(node.redis().host())
				.withPort(node.redis().port())
				.withTimeout(Duration.ofSeconds(1))
				.build())
			.toList();
		this.client = RedisClusterClient.create(places);
		ClusterClientOptions.Builder options = ClusterClientOptions.builder()
			.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
				.enableAllAdaptiveRefreshTriggers()
				.adaptiveRefreshTriggersTimeout(Duration.ofMillis(200))
				.enablePeriodicRefresh(Duration.ofMillis(500))
				.build());
		options.replayFilter((command) -> true);
		options.disconnectedBehavior(ClusterClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
		options.timeoutOptions(TimeoutOptions.enabled(Duration.ofSeconds(1)));
		this.client.setOptions(options.build());
		this.connection = this.client.connect();
	}

	/** Adds a key, to which messages are sent from now on. */
	void add(Kind kind, String key) {
		Lane lane = new Lane(kind, key);
		this.lanes.add(lane);
		this.senders.add(Thread.ofVirtual().start(() -> run(lane)));
	}

	List<Lane> lanes() {
		return this.lanes;
	}

	List<Lane> lanes(Kind kind) {
		return this.lanes.stream().filter((lane) -> lane.kind == kind).toList();
	}

	/** Begins a case. */
	void begin() {
		this.unsure.set(0);
		this.lanes.forEach(Lane::begin);
		this.sending = true;
	}

	void stop() {
		this.sending = false;
	}

	int unsure() {
		return this.unsure.get();
	}

	TriggerHandler<String> handler() {
		return (payload, context) -> {
			String key = payload.substring(0, payload.lastIndexOf('#'));
			this.lanes.stream().filter((lane) -> lane.key.equals(key)).forEach((lane) -> lane.handled(payload));
		};
	}

	private void run(Lane lane) {
		while (!this.closed) {
			if (this.sending && !lane.paused) {
				send(lane);
			}
			LockSupport.parkNanos(PAUSE);
		}
	}

	private void send(Lane lane) {
		String id = lane.key + "#" + this.numbers.incrementAndGet();
		try {
			switch (lane.kind) {
				case STREAM -> this.connection.sync().xadd(lane.key, Map.of("payload", id));
				case LIST, POPPED -> this.connection.sync().rpush(lane.key, id);
			}
			lane.sent.add(id);
		}
		catch (RedisException ex) {
			this.unsure.incrementAndGet();
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.connection.close();
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
	}

}
