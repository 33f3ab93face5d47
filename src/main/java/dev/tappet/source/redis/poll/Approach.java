package dev.tappet.source.redis.poll;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Session;
import dev.tappet.source.redis.lease.Ledger;
import org.jspecify.annotations.Nullable;

/**
 * How work on one key begins on a new connection: it is connected to the server that has
 * the key, and prepared there. Nobody waits for it, and where the key turns up elsewhere
 * meanwhile it begins anew there.
 */
final class Approach {

	/**
	 * What an attempt has come to.
	 *
	 * @param attempt which one
	 * @param session the connection, or null where it failed
	 * @param forgotten whether the server had forgotten what was taken before
	 * @param failure why it failed
	 */
	record Outcome(int attempt, @Nullable Session session, boolean forgotten, @Nullable Throwable failure) {
	}

	private final RedisServer server;

	private final Ledger ledger;

	/** The attempts up to now, of which only the last counts. */
	private int attempts;

	private boolean underWay;

	/** The server that was tried last. */
	private @Nullable Node tried;

	Approach(RedisServer server, Ledger ledger) {
		this.server = server;
		this.ledger = ledger;
	}

	boolean isUnderWay() {
		return this.underWay;
	}

	/** Whether the key is on another server than the one that was tried last. */
	boolean isElsewhere() {
		return !Objects.equals(this.server.node(), this.tried);
	}

	/**
	 * Begins.
	 * @param outcome told what comes of it, on any thread
	 */
	void begin(Consumer<Outcome> outcome) {
		this.underWay = true;
		this.tried = this.server.node();
		int attempt = ++this.attempts;
		Replies.ask(() -> prepared(attempt))
			.exceptionally((failure) -> new Outcome(attempt, null, false, failure))
			.thenAccept(outcome);
	}

	private CompletionStage<Outcome> prepared(int attempt) {
		return this.server.connect()
			.thenCompose((session) -> this.ledger.prepare()
				.thenApply((forgotten) -> new Outcome(attempt, session, forgotten, null)));
	}

	/** Says whether an attempt that has ended counts: the last one does. */
	boolean ended(Outcome outcome) {
		if (outcome.attempt() != this.attempts) {
			return false;
		}
		this.underWay = false;
		Session session = outcome.session();
		if (session != null) {
			this.tried = session.node();
		}
		return true;
	}

}
