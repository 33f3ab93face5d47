package dev.tappet.source.redis.poll;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.redis.connection.Session;
import dev.tappet.source.redis.lease.Ledger;
import dev.tappet.source.redis.lease.Look;
import dev.tappet.source.redis.lease.Lookout;
import dev.tappet.source.redis.lease.Missing;
import org.jspecify.annotations.Nullable;

/**
 * How the {@link Lookout} looks at one key, and who is told what it saw.
 */
final class KeyLook implements Lookout.Key {

	/** Who is told what was seen on a connection. */
	interface Observer {

		/** The connection that the key is worked on by, or null where there is none. */
		@Nullable Session session();

		/** Whether this worker holds something of the key. */
		boolean holding();

		void seen(Session session, Look look, List<Missing> missing);

		void lookFailed(Session session, Throwable failure);

	}

	private final Ledger ledger;

	private final Observer observer;

	/** The connection at the time of the look, for what comes of it. */
	private volatile @Nullable Session session;

	private volatile Look.Kind kind = Look.Kind.ALL;

	KeyLook(Ledger ledger, Observer observer) {
		this.ledger = ledger;
		this.observer = observer;
	}

	/** The key is worked on by a new connection: all of it is looked at once. */
	void begin() {
		this.kind = Look.Kind.ALL;
	}

	/**
	 * The key was looked at.
	 * @param again whether this worker itself is to look again
	 */
	void seen(boolean again) {
		this.kind = again ? Look.Kind.AGAIN : Look.Kind.SHARED;
	}

	@Override
	public @Nullable Session session() {
		return this.observer.session();
	}

	@Override
	public boolean holding() {
		return this.observer.holding();
	}

	@Override
	public String looked() {
		return this.ledger.names().looked();
	}

	@Override
	public Look.Kind kind() {
		return this.kind;
	}

	@Override
	public CompletionStage<Optional<Look>> look(Look.Kind kind) {
		this.session = this.observer.session();
		if (this.session == null) {
			// It is not prepared, or not any more, and nothing can be said of it.
			return CompletableFuture.completedStage(Optional.empty());
		}
		return this.ledger.look(kind);
	}

	@Override
	public void seen(Look look, List<Missing> missing) {
		Session current = this.session;
		if (current != null) {
			this.observer.seen(current, look, missing);
		}
	}

	@Override
	public void failed(Throwable failure) {
		Session current = this.session;
		if (current != null) {
			this.observer.lookFailed(current, failure);
		}
	}

}
