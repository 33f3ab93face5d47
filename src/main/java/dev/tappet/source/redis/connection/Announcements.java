package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;

/**
 * Hears from one of the Sentinels that another server is the primary: it says so before
 * the old one knows. Where that Sentinel is lost, or says nothing, another is listened
 * to.
 */
final class Announcements implements AutoCloseable {

	private static final String CHANNEL = "+switch-master";

	private static final Duration PING = Duration.ofSeconds(2);

	private final RedisConnector connector;

	private final Topology.Sentinel sentinels;

	private final Runnable announced;

	private @Nullable StatefulRedisPubSubConnection<String, String> connection;

	private boolean connecting;

	private boolean closed;

	private int next;

	private volatile @Nullable Node last;

	/**
	 * Listens to nobody yet.
	 * @param connector opens connections to them
	 * @param sentinels where they are
	 * @param announced called when another primary is announced, or it may have been
	 */
	Announcements(RedisConnector connector, Topology.Sentinel sentinels, Runnable announced) {
		this.connector = connector;
		this.sentinels = sentinels;
		this.announced = announced;
	}

	/** The primary that was announced last, or null where none was. */
	@Nullable Node last() {
		return this.last;
	}

	/** Listens to a Sentinel, and makes sure that it still speaks. */
	synchronized void listen() {
		StatefulRedisPubSubConnection<String, String> current = this.connection;
		if (this.connecting || this.closed) {
			return;
		}
		if (current != null && current.isOpen()) {
			Replies.ask(() -> current.async().ping())
				.toCompletableFuture()
				.copy()
				.orTimeout(PING.toMillis(), TimeUnit.MILLISECONDS)
				.whenComplete((pong, failure) -> {
					if (failure != null) {
						Session.close(current);
					}
				});
			return;
		}
		this.connecting = true;
		Node sentinel = this.sentinels.nodes().get(Math.floorMod(this.next++, this.sentinels.nodes().size()));
		Replies.ask(() -> this.connector.openSentinelPubSub(sentinel, this::lost)).thenCompose((opened) -> {
			opened.addListener(new RedisPubSubAdapter<>() {

				@Override
				public void message(String channel, String message) {
					heard(message);
				}

			});
			return opened.async().subscribe(CHANNEL).handle((done, failure) -> {
				if (failure != null) {
					Session.close(opened);
				}
				return opened;
			});
		}).whenComplete((opened, failure) -> connected(opened));
	}

	private synchronized void connected(@Nullable StatefulRedisPubSubConnection<String, String> opened) {
		this.connecting = false;
		this.connection = opened;
		if (opened != null && this.closed) {
			Session.close(opened);
		}
	}

	private void lost() {
		synchronized (this) {
			if (this.closed) {
				return;
			}
		}
		// The look that this causes listens to the next.
		this.announced.run();
	}

	private void heard(String message) {
		primary(message, this.sentinels.master()).ifPresent((node) -> {
			this.last = node;
			this.announced.run();
		});
	}

	/** Who is the primary now, by an announcement that is about this one. */
	static Optional<Node> primary(String message, String master) {
		String[] words = message.split(" ");
		return (words.length == 5 && words[0].equals(master) && words[4].matches("\\d{1,5}"))
				? Optional.of(new Node(words[3], Integer.parseInt(words[4]))) : Optional.empty();
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.connection != null) {
			Session.close(this.connection);
		}
	}

}
