package dev.tappet.dispatch;

import java.util.List;

import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Verdict;

/**
 * A delivery that came from no source, so that nobody waits for what becomes of it.
 *
 * @param source where it would have come from
 * @param messages its messages
 * @param attempt which attempt it is
 * @param replay whether the messages are to have come back from the dead letters
 */
record TriedDelivery(String source, List<Message> messages, int attempt, boolean replay) implements Delivery {

	TriedDelivery {
		messages = List.copyOf(messages);
	}

	@Override
	public int size() {
		return this.messages.size();
	}

	@Override
	public Message message(int position) {
		return this.messages.get(position);
	}

	@Override
	public void settle(int position, Verdict verdict) {
		// There is nothing to carry it out on.
	}

}
