package dev.tappet.source.redis;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.cluster.pubsub.StatefulRedisClusterPubSubConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;

/**
 * The one connection on which all subscriptions to a Redis live, and who hears what on
 * it. It is checked by a ping and replaced when it is lost, with all its subscriptions.
 */
final class PubSubHub implements AutoCloseable {

	/** Who hears messages. */
	interface Listener {

		void message(String subscription, String channel, byte[] body);

		/** The subscription stands; blocks while what it depends on is checked. */
		void subscribed() throws InterruptedException;

		void failed(Throwable failure);

	}

	private static final Duration PING = Duration.ofSeconds(5);

	private final RedisConnector connector;

	private final Map<String, List<Listener>> channels = new ConcurrentHashMap<>();

	private final Map<String, List<Listener>> patterns = new ConcurrentHashMap<>();

	private final AtomicBoolean changed = new AtomicBoolean();

	private final AtomicBoolean started = new AtomicBoolean();

	private volatile @Nullable Thread thread;

	private volatile boolean closed;

	PubSubHub(RedisConnector connector) {
		this.connector = connector;
	}

	/** Subscribes a listener to a channel, or to a pattern of channels. */
	void add(String name, boolean pattern, Listener listener) {
		(pattern ? this.patterns : this.channels).computeIfAbsent(name, (key) -> new CopyOnWriteArrayList<>())
			.add(listener);
		this.changed.set(true);
		if (this.started.compareAndSet(false, true)) {
			this.thread = Thread.ofPlatform().daemon().name("tappet-subscriptions").start(this::run);
		}
		LockSupport.unpark(this.thread);
	}

	/** Ends a listener's subscription. */
	void remove(String name, boolean pattern, Listener listener) {
		Map<String, List<Listener>> all = pattern ? this.patterns : this.channels;
		List<Listener> listeners = all.get(name);
		if (listeners != null && listeners.remove(listener) && listeners.isEmpty()) {
			all.remove(name);
		}
		this.changed.set(true);
		LockSupport.unpark(this.thread);
	}

	private void run() {
		Backoff backoff = new Backoff();
		while (!this.closed) {
			try {
				serve(backoff);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			catch (RuntimeException | Error ex) {
				if (!this.closed) {
					everyone().forEach((listener) -> listener.failed(ex));
					LockSupport.parkNanos(backoff.next());
				}
			}
		}
	}

	private void serve(Backoff backoff) throws InterruptedException {
		Thread self = Thread.currentThread();
		StatefulRedisPubSubConnection<String, byte[]> connection = await(
				this.connector.openPubSub(() -> LockSupport.unpark(self)));
		try {
			listen(connection);
			this.changed.set(true);
			while (!this.closed) {
				if (!connection.isOpen()) {
					throw new RedisConnectionException("the connection for subscriptions was lost");
				}
				if (this.changed.compareAndSet(true, false)) {
					subscribe(connection);
					backoff.reset();
				}
				LockSupport.parkNanos(PING.toNanos());
				await(connection.async().ping());
			}
		}
		finally {
			// At the end the client closes all its connections.
			if (!this.closed && connection.isOpen()) {
				connection.closeAsync();
			}
		}
	}

	private void listen(StatefulRedisPubSubConnection<String, byte[]> connection) {
		if (connection instanceof StatefulRedisClusterPubSubConnection<String, byte[]> cluster) {
			cluster.setNodeMessagePropagation(true);
		}
		connection.addListener(new RedisPubSubAdapter<>() {

			@Override
			public void message(String channel, byte[] message) {
				for (Listener listener : PubSubHub.this.channels.getOrDefault(channel, List.of())) {
					listener.message(channel, channel, message);
				}
			}

			@Override
			public void message(String pattern, String channel, byte[] message) {
				for (Listener listener : PubSubHub.this.patterns.getOrDefault(pattern, List.of())) {
					listener.message(pattern, channel, message);
				}
			}

		});
	}

	private void subscribe(StatefulRedisPubSubConnection<String, byte[]> connection) throws InterruptedException {
		for (boolean notifications : new boolean[] { false, true }) {
			String[] wantedChannels = names(this.channels, notifications);
			String[] wantedPatterns = names(this.patterns, notifications);
			if (notifications && connection instanceof StatefulRedisClusterPubSubConnection<String, byte[]> cluster) {
				subscribeEverywhere(cluster, wantedChannels, wantedPatterns);
				continue;
			}
			if (wantedChannels.length > 0) {
				await(connection.async().subscribe(wantedChannels));
			}
			if (wantedPatterns.length > 0) {
				await(connection.async().psubscribe(wantedPatterns));
			}
		}
		for (Listener listener : everyone()) {
			listener.subscribed();
		}
	}

	/** The nodes of a cluster pass messages on to each other, but not notifications. */
	private void subscribeEverywhere(StatefulRedisClusterPubSubConnection<String, byte[]> cluster,
			String[] wantedChannels, String[] wantedPatterns) throws InterruptedException {
		if (wantedChannels.length > 0) {
			await(cluster.async().upstream().commands().subscribe(wantedChannels));
		}
		if (wantedPatterns.length > 0) {
			await(cluster.async().upstream().commands().psubscribe(wantedPatterns));
		}
	}

	private static String[] names(Map<String, List<Listener>> subscriptions, boolean notifications) {
		return subscriptions.keySet()
			.stream()
			.filter((name) -> Subscription.isNotification(name) == notifications)
			.toArray(String[]::new);
	}

	private Set<Listener> everyone() {
		Set<Listener> all = new LinkedHashSet<>();
		this.channels.values().forEach(all::addAll);
		this.patterns.values().forEach(all::addAll);
		return all;
	}

	private <T> T await(CompletionStage<T> reply) throws InterruptedException {
		try {
			return reply.toCompletableFuture().get(this.connector.patience().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw Failures.rethrow(ex);
		}
		catch (TimeoutException ex) {
			throw new RedisConnectionException("no answer within " + this.connector.patience().toSeconds() + " s", ex);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		LockSupport.unpark(this.thread);
	}

}
