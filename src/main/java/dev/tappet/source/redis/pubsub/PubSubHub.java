package dev.tappet.source.redis.pubsub;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import dev.tappet.source.LastingThreads;
import dev.tappet.source.redis.connection.Backoff;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.Redis;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Session;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;

/**
 * The one connection on which all subscriptions to a Redis live, and who hears what on
 * it. It is checked by a ping and replaced when it is lost, with all its subscriptions.
 */
public final class PubSubHub implements AutoCloseable {

	/** Who hears messages. */
	interface Listener {

		void message(String subscription, String channel, byte[] body);

		/** The subscription stands; blocks while what it depends on is checked. */
		void subscribed() throws InterruptedException;

		void failed(Throwable failure);

	}

	private static final Duration PING = Duration.ofSeconds(5);

	private final Redis redis;

	private final LastingThreads threads;

	private final Map<String, List<Listener>> channels = new ConcurrentHashMap<>();

	private final Map<String, List<Listener>> patterns = new ConcurrentHashMap<>();

	private final AtomicBoolean changed = new AtomicBoolean();

	private final AtomicBoolean started = new AtomicBoolean();

	private volatile @Nullable Thread thread;

	private volatile boolean closed;

	public PubSubHub(Redis redis, LastingThreads threads) {
		this.redis = redis;
		this.threads = threads;
	}

	/** Subscribes a listener to a channel, or to a pattern of channels. */
	void add(String name, boolean pattern, Listener listener) {
		(pattern ? this.patterns : this.channels).computeIfAbsent(name, (key) -> new CopyOnWriteArrayList<>())
			.add(listener);
		this.changed.set(true);
		if (this.started.compareAndSet(false, true)) {
			this.thread = this.threads.start(Thread.ofPlatform().daemon().name("tappet-subscriptions"), this::run);
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
			catch (Throwable ex) {
				// Nobody of ours interrupts it, and it ends when it is closed.
				if (!this.closed) {
					tell(ex);
					LockSupport.parkNanos(backoff.next());
				}
			}
		}
	}

	private void tell(Throwable failure) {
		try {
			everyone().forEach((listener) -> listener.failed(failure));
		}
		catch (Throwable ex) {
			// Where memory is short even this may fail. What failed is tried again.
			return;
		}
	}

	private void serve(Backoff backoff) throws InterruptedException {
		Thread self = Thread.currentThread();
		StatefulRedisPubSubConnection<String, byte[]> connection = await(this.redis.find()
			.thenCompose((layout) -> this.redis.connector()
				.openPubSub(layout.primaries().getFirst(), () -> LockSupport.unpark(self))));
		try {
			listen(connection);
			this.changed.set(true);
			while (!this.closed) {
				if (!connection.isOpen()) {
					throw new RedisConnectionException("the connection for subscriptions was lost");
				}
				boolean stands = true;
				if (this.changed.compareAndSet(true, false)) {
					stands = subscribe(connection);
					backoff.reset();
				}
				LockSupport.parkNanos(PING.toNanos());
				await(connection.async().ping());
				if (!stands) {
					this.changed.set(true);
				}
			}
		}
		finally {
			// At the end the client closes all its connections.
			if (!this.closed && connection.isOpen()) {
				Session.close(connection);
			}
		}
	}

	private void listen(StatefulRedisPubSubConnection<String, byte[]> connection) {
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

	private boolean subscribe(StatefulRedisPubSubConnection<String, byte[]> connection) throws InterruptedException {
		boolean channelsStand = subscribe(this.channels, (name) -> connection.async().subscribe(name));
		boolean patternsStand = subscribe(this.patterns, (name) -> connection.async().psubscribe(name));
		return channelsStand && patternsStand;
	}

	/**
	 * Subscribes to each by itself: one that the user has no right to would take the
	 * others with it.
	 */
	private boolean subscribe(Map<String, List<Listener>> wanted, Function<String, CompletionStage<?>> command)
			throws InterruptedException {
		Map<String, CompletionStage<?>> replies = new LinkedHashMap<>();
		wanted.keySet().forEach((name) -> replies.put(name, command.apply(name)));
		boolean all = true;
		for (Map.Entry<String, CompletionStage<?>> reply : replies.entrySet()) {
			List<Listener> listeners = wanted.getOrDefault(reply.getKey(), List.of());
			RuntimeException refusal = refusal(reply.getValue());
			for (Listener listener : listeners) {
				if (refusal == null) {
					listener.subscribed();
				}
				else {
					listener.failed(refusal);
				}
			}
			all &= refusal == null;
		}
		return all;
	}

	private @Nullable RuntimeException refusal(CompletionStage<?> reply) throws InterruptedException {
		try {
			await(reply);
			return null;
		}
		catch (RuntimeException ex) {
			if (Failures.answered(ex)) {
				return ex;
			}
			throw ex;
		}
	}

	private Set<Listener> everyone() {
		Set<Listener> all = new LinkedHashSet<>();
		this.channels.values().forEach(all::addAll);
		this.patterns.values().forEach(all::addAll);
		return all;
	}

	private <T> T await(CompletionStage<T> reply) throws InterruptedException {
		return Replies.await(reply, this.redis.patience());
	}

	@Override
	public void close() {
		this.closed = true;
		LockSupport.unpark(this.thread);
	}

}
