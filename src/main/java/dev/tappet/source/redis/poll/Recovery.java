package dev.tappet.source.redis.poll;

import dev.tappet.source.redis.connection.Backoff;
import org.jspecify.annotations.Nullable;

/**
 * How one key comes back from a failure: how long it is left alone, and which success
 * shows that it can be worked on again. Times are those of {@link System#nanoTime()}.
 */
final class Recovery {

	/** The steps that the server may refuse, each of which shows by itself if it can. */
	enum Step {

		PREPARE, PULSE, LOOK, TAKE_NEW, TAKE_DUE;

		static Step of(ReadKind kind) {
			return switch (kind) {
				case NEW -> TAKE_NEW;
				case DUE -> TAKE_DUE;
			};
		}

	}

	private final Backoff backoff = new Backoff();

	private final Backoff settlingBackoff = new Backoff();

	/** What the server has refused last, or null where it was not the server. */
	private @Nullable Step refused;

	private long blockedUntil;

	private long settleAgainAt;

	Recovery(long now) {
		this.blockedUntil = now;
		this.settleAgainAt = now;
	}

	/**
	 * A step has failed.
	 * @param step the step
	 * @param refused whether the server refused it, and did not just fail to answer
	 * @param now the time
	 */
	void failed(Step step, boolean refused, long now) {
		this.refused = refused ? step : null;
		this.blockedUntil = now + this.backoff.next();
	}

	/**
	 * A step has succeeded.
	 * @param step the step
	 * @param starting whether the key has not been worked on before
	 * @return whether that shows that the key can be worked on
	 */
	boolean succeeded(Step step, boolean starting) {
		boolean shown = (this.refused != null) ? this.refused == step : switch (step) {
			case PULSE, LOOK -> !starting;
			case TAKE_NEW -> true;
			case PREPARE, TAKE_DUE -> false;
		};
		if (shown) {
			this.backoff.reset();
			this.refused = null;
		}
		return shown;
	}

	boolean isBlocked(long now) {
		return now - this.blockedUntil < 0;
	}

	long blockedUntil() {
		return this.blockedUntil;
	}

	/**
	 * Whether to try again now what the server refused to settle; the next try is later
	 * then.
	 */
	boolean settlesAgain(long now) {
		if (now - this.settleAgainAt < 0) {
			return false;
		}
		this.settleAgainAt = now + this.settlingBackoff.next();
		return true;
	}

	/** The server refuses nothing. */
	void settles() {
		this.settlingBackoff.reset();
	}

	long settleAgainAt() {
		return this.settleAgainAt;
	}

}
