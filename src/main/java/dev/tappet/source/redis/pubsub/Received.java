package dev.tappet.source.redis.pubsub;

import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A message that was heard, on its way through the handler.
 *
 * @param message the message
 * @param attempt which attempt this is
 * @param place where it is among what was heard, if one of many instances handles it, or
 * {@code null} where this one does in any case
 * @param replay whether an operator replayed it
 * @param owner carries out what was decided on it
 */
record Received(Published message, int attempt, Holding.@Nullable Place place, boolean replay,
		Owner owner) implements Delivery {

	/** Carries decisions out. */
	interface Owner {

		void settle(Received received, Verdict verdict);

	}

	@Override
	public String source() {
		return this.message.channel();
	}

	@Override
	public int size() {
		return 1;
	}

	@Override
	public Message message(int position) {
		return this.message;
	}

	@Override
	public void settle(int position, Verdict verdict) {
		this.owner.settle(this, verdict);
	}

	/** The same on its next attempt. */
	Received again() {
		return new Received(this.message, this.attempt + 1, this.place, this.replay, this.owner);
	}

}
