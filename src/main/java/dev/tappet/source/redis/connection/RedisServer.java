package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * One Redis and the connection that all its stream and list triggers share. A connection
 * that is lost is not mended but replaced, so that no command is ever sent twice without
 * its sender's knowledge.
 */
public final class RedisServer implements AutoCloseable {

	private final RedisConnector connector;

	private final Wakeups wakeups = new Wakeups();

	private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();

	private final AtomicReference<@Nullable CompletableFuture<Session>> attempt = new AtomicReference<>();

	private volatile @Nullable Session current;

	public RedisServer(RedisConnector connector) {
		this.connector = connector;
	}

	/** Where the server is, without secrets. */
	public String place() {
		return this.connector.place();
	}

	public boolean clustered() {
		return this.connector.clustered();
	}

	public RedisConnector connector() {
		return this.connector;
	}

	public Wakeups wakeups() {
		return this.wakeups;
	}

	/** How long a reply may take before the connection counts as dead. */
	public Duration patience() {
		return this.connector.patience();
	}

	/** Calls back when the connection is lost. */
	public void onDisconnect(Runnable listener) {
		this.listeners.add(listener);
	}

	/** Calls back no more. */
	public void offDisconnect(Runnable listener) {
		this.listeners.remove(listener);
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
		Session session = this.current;
		return (session != null && session.connection().isOpen()) ? session : null;
	}

	/** The connection, made where there is none; blocks the calling virtual thread. */
	public Session session() throws InterruptedException {
		Session session = current();
		if (session != null) {
			return session;
		}
		CompletableFuture<Session> mine = new CompletableFuture<>();
		CompletableFuture<Session> running = this.attempt.compareAndExchange(null, mine);
		if (running == null) {
			running = mine;
			session = current();
			if (session != null) {
				// Another caller's attempt has ended in between.
				this.attempt.set(null);
				mine.complete(session);
			}
			else {
				open(mine);
			}
		}
		return Replies.await(running, this.connector.connectTimeout().plusSeconds(1));
	}

	/** Waits for a reply, and gives the connection up where none comes. */
	public <T> T await(CompletionStage<T> reply) throws InterruptedException {
		Session session = this.current;
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
		Session session = this.current;
		if (session != null) {
			giveUp(session);
		}
	}

	/**
	 * Closes a connection if a command on it has had no answer in time. One to a cluster
	 * is several, which Lettuce mends.
	 */
	public void giveUpUnanswered(@Nullable Session session, Throwable failure) {
		boolean dead = failure instanceof NoAnswerException || (Failures.timedOut(failure) && !clustered());
		if (dead && session != null) {
			giveUp(session);
		}
	}

	private void giveUp(Session session) {
		if (session.connection().isOpen()) {
			Session.close(session.connection());
		}
	}

	private void open(CompletableFuture<Session> result) {
		CompletionStage<Session> opening;
		try {
			opening = this.connector.open(this.wakeups, this::disconnected);
		}
		catch (RuntimeException ex) {
			opening = CompletableFuture.failedStage(ex);
		}
		opening.whenComplete((session, failure) -> {
			if (session != null) {
				this.current = session;
			}
			this.attempt.set(null);
			if (session != null) {
				result.complete(session);
			}
			else {
				result.completeExceptionally(
						(failure != null) ? Failures.unwrap(failure) : new RedisConnectionException("no connection"));
			}
		});
	}

	private void disconnected() {
		this.listeners.forEach(Runnable::run);
	}

	@Override
	public void close() {
		this.connector.close();
	}

}
