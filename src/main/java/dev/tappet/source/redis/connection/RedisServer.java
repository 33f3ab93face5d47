package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * The server that has a key, and the connection to it that all who work there share.
 * Where the key goes to another server, this follows, and it looks to its users as if the
 * connection had been lost and made anew.
 */
public final class RedisServer {

	/**
	 * The server as a layout has it.
	 *
	 * @param layout the layout
	 * @param link the connection to the server, or null where none has the slot
	 */
	private record Route(Layout layout, @Nullable Link link) {

		@Nullable Node node() {
			return (this.link != null) ? this.link.node() : null;
		}

	}

	private final Redis redis;

	private final int slot;

	private final Questions questions = new Questions(this);

	private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();

	private volatile @Nullable Route route;

	RedisServer(Redis redis, int slot) {
		this.redis = redis;
		this.slot = slot;
	}

	/** The Redis that it is one server of. */
	public Redis redis() {
		return this.redis;
	}

	/** Where the server is, without secrets. */
	public String place() {
		Node node = this.redis.clustered() ? node() : null;
		return (node != null) ? node.toString() : this.redis.place();
	}

	/** The server as it was found last, or null where none is known. */
	public @Nullable Node node() {
		Link link = link();
		return (link != null) ? link.node() : null;
	}

	public boolean clustered() {
		return this.redis.clustered();
	}

	public RedisConnector connector() {
		return this.redis.connector();
	}

	public Wakeups wakeups() {
		return this.redis.wakeups();
	}

	/** How long a reply may take before the connection counts as dead. */
	public Duration patience() {
		return this.redis.patience();
	}

	/** What may be asked about several keys of the server at once. */
	public Questions questions() {
		return this.questions;
	}

	/** Calls back when the connection is lost, or the key is elsewhere. */
	public void onDisconnect(Runnable listener) {
		this.listeners.add(listener);
	}

	/** Calls back no more. */
	public void offDisconnect(Runnable listener) {
		this.listeners.remove(listener);
	}

	/** Something looks as if the key were elsewhere. */
	public void lookSoon() {
		this.redis.lookSoon();
	}

	/** The connection's commands, for whoever must not wait. */
	public RedisClusterAsyncCommands<byte[], byte[]> commands() {
		Session session = current();
		if (session == null) {
			throw new RedisConnectionException("not connected to " + place());
		}
		return session.commands();
	}

	/** The connection as it is, or null where there is none. */
	public @Nullable Session current() {
		Link link = link();
		return (link != null) ? link.current() : null;
	}

	/** The connection, made where there is none. */
	public CompletionStage<Session> connect() {
		Session session = current();
		return (session != null) ? CompletableFuture.completedStage(session)
				: this.redis.find().thenCompose((layout) -> connect(link()));
	}

	private CompletionStage<Session> connect(@Nullable Link link) {
		if (link == null) {
			lookSoon();
			return CompletableFuture.failedStage(new UnservedException(place()));
		}
		return link.connect()
			.toCompletableFuture()
			.orTimeout(connectPatience().toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((session, failure) -> {
				if (failure instanceof TimeoutException) {
					lookSoon();
				}
			});
	}

	private Duration connectPatience() {
		return connector().connectTimeout().plusSeconds(1);
	}

	/** The connection, made where there is none; blocks the calling virtual thread. */
	public Session session() throws InterruptedException {
		Session session = current();
		return (session != null) ? session : Replies.await(connect(), connectPatience().plusSeconds(1));
	}

	/** Opens a connection to the server for one caller alone. */
	public CompletionStage<OwnConnection> openOwn() {
		return this.redis.find().thenCompose((layout) -> {
			Node node = node();
			return (node != null) ? connector().openOwn(node)
					: CompletableFuture.failedStage(new UnservedException(place()));
		});
	}

	/** Waits for a reply, and gives the connection up where none comes. */
	public <T> T await(CompletionStage<T> reply) throws InterruptedException {
		Session session = current();
		try {
			return Replies.await(reply, patience());
		}
		catch (RuntimeException ex) {
			giveUpUnanswered(session, ex);
			throw ex;
		}
	}

	/** Closes a connection on which nothing comes back; the next user makes a new one. */
	public void giveUp() {
		Link link = link();
		if (link != null) {
			link.giveUp();
		}
	}

	/** Closes a connection if a command on it has had no answer in time. */
	public void giveUpUnanswered(@Nullable Session session, Throwable failure) {
		if (session != null) {
			session.giveUpUnanswered(failure);
		}
	}

	private @Nullable Link link() {
		Route current = this.route;
		Layout layout = this.redis.layout();
		if (layout == null) {
			return null;
		}
		return (current != null && current.layout() == layout) ? current.link() : routed(layout).link();
	}

	private Route routed(Layout layout) {
		Node primary = layout.primaryOf(this.slot);
		Route found = new Route(layout, (primary != null) ? this.redis.link(primary) : null);
		this.route = found;
		return found;
	}

	/** The layout is another. */
	void follow() {
		Route before = this.route;
		Layout layout = this.redis.layout();
		if (layout != null && (before == null || !Objects.equals(before.node(), routed(layout).node()))) {
			tell();
		}
	}

	/** A connection is lost, which may be the one to this server. */
	void lost(Link link) {
		Route current = this.route;
		if (current != null && link.equals(current.link())) {
			tell();
		}
	}

	private void tell() {
		this.listeners.forEach(Runnable::run);
	}

}
