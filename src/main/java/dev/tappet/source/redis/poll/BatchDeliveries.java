package dev.tappet.source.redis.poll;

import dev.tappet.source.Verdict;
import dev.tappet.source.redis.lease.Ledger;
import dev.tappet.source.redis.lease.OpenBatch;
import dev.tappet.source.redis.lease.ReadResult;
import dev.tappet.source.redis.lease.ReplayMark;
import dev.tappet.source.redis.lease.Settler;

/**
 * Makes deliveries of what was read from one key.
 */
final class BatchDeliveries {

	private final Ledger ledger;

	private final Settler settler;

	private final Demand demand;

	private final int perDelivery;

	/**
	 * Makes the deliveries of a key.
	 * @param ledger the key
	 * @param settler told of each batch, and settles its messages
	 * @param demand where deliveries are ready
	 * @param perDelivery most messages of one delivery
	 */
	BatchDeliveries(Ledger ledger, Settler settler, Demand demand, int perDelivery) {
		this.ledger = ledger;
		this.settler = settler;
		this.demand = demand;
		this.perDelivery = perDelivery;
	}

	/** Makes ready what was read, unless its lease has been lost since. */
	void add(ReadResult result) {
		OpenBatch left = result.left();
		if (left != null && isHeld(left)) {
			handBack(left);
		}
		OpenBatch batch = result.batch();
		if (batch != null && isHeld(batch)) {
			add(batch);
		}
		else if (batch != null) {
			batch.freeAll();
		}
	}

	/**
	 * A reply that comes late is not trusted. What the server keeps is found again when
	 * the key is reclaimed.
	 */
	void addLate(ReadResult result) {
		OpenBatch batch = result.batch();
		if (!this.ledger.keeps()) {
			add(result);
		}
		else if (batch != null) {
			batch.freeAll();
		}
	}

	private boolean isHeld(OpenBatch batch) {
		return batch.token.equals(this.ledger.token());
	}

	/** It comes again when there is room. */
	private void handBack(OpenBatch left) {
		this.settler.opened(left);
		for (int i = 0; i < left.size(); i++) {
			this.settler.settle(left, i, Verdict.RELEASE);
		}
	}

	private void add(OpenBatch batch) {
		this.settler.opened(batch);
		String source = this.ledger.names().source();
		if (this.perDelivery == 1) {
			for (int i = 0; i < batch.size(); i++) {
				this.demand.add(RedisDelivery.of(source, this.settler, batch, i));
			}
			return;
		}
		for (int[] positions : BatchParts.of(batch.size(), (position) -> alike(batch, position), this.perDelivery)) {
			this.demand.add(RedisDelivery.of(source, this.settler, batch, positions));
		}
	}

	/**
	 * A delivery has one attempt and one mark for all of its messages, or one message
	 * that runs alone.
	 */
	private static int alike(OpenBatch batch, int position) {
		if (batch.isAlone(position)) {
			return Integer.MIN_VALUE + position;
		}
		int attempt = batch.attempt(position);
		return ReplayMark.isOn(batch.messages.get(position)) ? -attempt : attempt;
	}

}
