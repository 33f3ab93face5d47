package dev.tappet.source.redis.lease;

import dev.tappet.source.Message;
import dev.tappet.source.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A verdict on one message, on its way to the server.
 */
final class Settlement {

	final OpenBatch batch;

	final int position;

	final Verdict verdict;

	/** Whether an earlier try may have reached the server. */
	boolean repeated;

	/** Belongs to {@link Settlements}: the neighbour in its chain. */
	@Nullable Settlement link;

	private boolean confirmed;

	Settlement(OpenBatch batch, int position, Verdict verdict) {
		this.batch = batch;
		this.position = position;
		this.verdict = verdict;
	}

	Message message() {
		return this.batch.messages.get(this.position);
	}

	int attempt() {
		return this.batch.attempt(this.position);
	}

	void confirm() {
		this.confirmed = true;
	}

	boolean isConfirmed() {
		return this.confirmed;
	}

}
