package dev.tappet.source.azurequeue.poll;

import java.util.List;
import java.util.function.BiConsumer;

import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Verdict;

/**
 * Messages on the same attempt, all replayed or none.
 *
 * @param source the queue's name
 * @param claims the messages, at least one
 * @param decided told of each verdict
 */
record AzureDelivery(String source, List<Claim> claims, BiConsumer<Claim, Verdict> decided) implements Delivery {

	@Override
	public int attempt() {
		return this.claims.getFirst().message().attempt();
	}

	@Override
	public int size() {
		return this.claims.size();
	}

	@Override
	public Message message(int position) {
		return this.claims.get(position).message();
	}

	@Override
	public boolean replay() {
		return this.claims.getFirst().message().replayed();
	}

	@Override
	public void settle(int position, Verdict verdict) {
		this.decided.accept(this.claims.get(position), verdict);
	}

}
