package dev.tappet.source.redis.lease;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was taken from one key and is not settled yet.
 */
final class OpenBatches {

	private final Set<OpenBatch> batches = ConcurrentHashMap.newKeySet();

	private final AtomicInteger unsettled = new AtomicInteger();

	/** Remembers a batch until all of it is settled. */
	void add(OpenBatch batch) {
		this.batches.add(batch);
		count(batch);
	}

	/** Counts the messages of a batch that nobody will ask for. */
	void count(OpenBatch batch) {
		this.unsettled.addAndGet(batch.size());
	}

	/** Messages that were counted are settled. */
	void settled(int messages) {
		this.unsettled.addAndGet(-messages);
	}

	/** A verdict was confirmed; forgets its batch where it was the last. */
	void confirmed(OpenBatch batch) {
		if (batch.confirmed() == 0) {
			this.batches.remove(batch);
		}
	}

	/** Forgets all that was taken under another lease. */
	void forgetAllBut(String token) {
		for (OpenBatch batch : List.copyOf(this.batches)) {
			if (!batch.token.equals(token) && this.batches.remove(batch)) {
				settled(batch.unconfirmed());
			}
		}
	}

	Set<OpenBatch> all() {
		return this.batches;
	}

	int unsettled() {
		return this.unsettled.get();
	}

}
