package dev.tappet.source.redis.poll;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import dev.tappet.source.redis.lease.Ledger;
import dev.tappet.source.redis.lease.Look;
import dev.tappet.source.redis.lease.Lookout;
import dev.tappet.source.redis.lease.Missing;

/**
 * How the {@link Lookout} looks at one key, and who is told what it saw.
 */
final class KeyLook implements Lookout.Key {

	private final Ledger ledger;

	private final BiConsumer<Look, List<Missing>> seen;

	private final Consumer<Throwable> failed;

	private volatile Look.Kind kind = Look.Kind.ALL;

	KeyLook(Ledger ledger, BiConsumer<Look, List<Missing>> seen, Consumer<Throwable> failed) {
		this.ledger = ledger;
		this.seen = seen;
		this.failed = failed;
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
	public String looked() {
		return this.ledger.names().looked();
	}

	@Override
	public Look.Kind kind() {
		return this.kind;
	}

	@Override
	public CompletionStage<Optional<Look>> look(Look.Kind kind) {
		return this.ledger.look(kind);
	}

	@Override
	public void seen(Look look, List<Missing> missing) {
		this.seen.accept(look, missing);
	}

	@Override
	public void failed(Throwable failure) {
		this.failed.accept(failure);
	}

}
