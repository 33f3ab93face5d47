package dev.tappet.source.redis;

import java.util.List;

import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Verdict;

/**
 * One or more neighbours of a batch, on the same attempt.
 */
final class RedisDelivery implements Delivery {

	private final String source;

	private final Settler settler;

	private final OpenBatch batch;

	private final int[] positions;

	RedisDelivery(String source, Settler settler, OpenBatch batch, int... positions) {
		this.source = source;
		this.settler = settler;
		this.batch = batch;
		this.positions = positions;
	}

	@Override
	public String source() {
		return this.source;
	}

	@Override
	public int attempt() {
		return this.batch.attempt(this.positions[0]);
	}

	@Override
	public List<Message> messages() {
		if (this.positions.length == 1) {
			return List.of(this.batch.messages.get(this.positions[0]));
		}
		Message[] messages = new Message[this.positions.length];
		for (int i = 0; i < messages.length; i++) {
			messages[i] = this.batch.messages.get(this.positions[i]);
		}
		return List.of(messages);
	}

	@Override
	public void settle(int position, Verdict verdict) {
		this.settler.settle(new Settlement(this.batch, this.positions[position], verdict));
	}

}
