package dev.tappet.source.redis.connection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import io.lettuce.core.RedisConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one server that all who work there share. One that is lost is not
 * mended but replaced, so that no command is ever sent twice without its sender's
 * knowledge.
 */
final class Link {

	/** Makes the connection. */
	interface Opener {

		/**
		 * Opens one.
		 * @param node the server
		 * @param disconnected called when it is lost
		 */
		CompletionStage<Session> open(Node node, Runnable disconnected);

	}

	/** Who learns that something is wrong with the server. */
	interface Observer {

		/** The connection is lost. */
		void lost(Link link);

		/** A new one could not be made. */
		void refused(Link link);

	}

	private final Node node;

	private final Opener opener;

	private final Observer observer;

	private final AtomicReference<@Nullable CompletableFuture<Session>> attempt = new AtomicReference<>();

	private volatile @Nullable Session current;

	private volatile boolean closed;

	Link(Node node, Opener opener, Observer observer) {
		this.node = node;
		this.opener = opener;
		this.observer = observer;
	}

	Node node() {
		return this.node;
	}

	/** The connection as it is, or null where there is none. */
	@Nullable Session current() {
		Session session = this.current;
		return (session != null && session.connection().isOpen()) ? session : null;
	}

	/** The connection, made where there is none. */
	CompletionStage<Session> connect() {
		Session session = current();
		if (session != null) {
			return CompletableFuture.completedStage(session);
		}
		CompletableFuture<Session> mine = new CompletableFuture<>();
		CompletableFuture<Session> running = this.attempt.compareAndExchange(null, mine);
		if (running != null) {
			return running.copy();
		}
		session = current();
		if (session != null) {
			// Another caller's attempt has ended in between.
			this.attempt.set(null);
			mine.complete(session);
		}
		else {
			open(mine);
		}
		return mine.copy();
	}

	private void open(CompletableFuture<Session> result) {
		Replies.ask(() -> this.opener.open(this.node, () -> this.observer.lost(this)))
			.whenComplete((session, failure) -> {
				if (session != null) {
					this.current = session;
					if (this.closed) {
						Session.close(session.connection());
					}
				}
				this.attempt.set(null);
				if (session != null) {
					result.complete(session);
				}
				else {
					this.observer.refused(this);
					result.completeExceptionally((failure != null) ? Failures.unwrap(failure)
							: new RedisConnectionException("no connection"));
				}
			});
	}

	/** Closes the connection; the next user makes a new one. */
	void giveUp() {
		Session session = current();
		if (session != null) {
			Session.close(session.connection());
		}
	}

	/** Closes the connection for good. */
	void close() {
		this.closed = true;
		giveUp();
	}

}
