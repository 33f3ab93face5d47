package dev.tappet.example;

import java.util.List;
import java.util.function.BiConsumer;

import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Verdict;

/**
 * Messages of one read, on the same attempt.
 *
 * @param source the queue's name
 * @param places the messages, at least one
 * @param decided told of each verdict
 */
record MemoryDelivery(String source, List<Place> places,
		BiConsumer<MemoryMessage, Verdict> decided) implements Delivery {

	@Override
	public int attempt() {
		return this.places.getFirst().attempts();
	}

	@Override
	public int size() {
		return this.places.size();
	}

	@Override
	public Message message(int position) {
		return this.places.get(position).message();
	}

	@Override
	public boolean replay() {
		return this.places.getFirst().message().replay();
	}

	@Override
	public void settle(int position, Verdict verdict) {
		this.decided.accept(this.places.get(position).message(), verdict);
	}

}
