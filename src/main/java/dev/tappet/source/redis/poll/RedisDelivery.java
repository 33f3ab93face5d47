package dev.tappet.source.redis.poll;

import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.lease.OpenBatch;
import dev.tappet.source.redis.lease.ReplayMark;
import dev.tappet.source.redis.lease.Settler;
import org.jspecify.annotations.Nullable;

/**
 * One or more messages of a batch, on the same attempt and all replayed or none.
 */
final class RedisDelivery implements Delivery {

	private final String source;

	private final Settler settler;

	private final OpenBatch batch;

	private final int first;

	/** All positions, or null where there is only the first. */
	private final int @Nullable [] positions;

	private RedisDelivery(String source, Settler settler, OpenBatch batch, int first, int @Nullable [] positions) {
		this.source = source;
		this.settler = settler;
		this.batch = batch;
		this.first = first;
		this.positions = positions;
	}

	static RedisDelivery of(String source, Settler settler, OpenBatch batch, int position) {
		return new RedisDelivery(source, settler, batch, position, null);
	}

	static RedisDelivery of(String source, Settler settler, OpenBatch batch, int[] positions) {
		return new RedisDelivery(source, settler, batch, positions[0], positions);
	}

	@Override
	public String source() {
		return this.source;
	}

	@Override
	public int attempt() {
		return this.batch.attempt(this.first);
	}

	@Override
	public int size() {
		return (this.positions != null) ? this.positions.length : 1;
	}

	@Override
	public Message message(int position) {
		return this.batch.messages.get(inBatch(position));
	}

	@Override
	public boolean replay() {
		return ReplayMark.isOn(message(0));
	}

	@Override
	public boolean alone() {
		return this.batch.isAlone(this.first);
	}

	@Override
	public boolean beginAlone() {
		return this.settler.beginAlone(this.batch, this.first);
	}

	@Override
	public void settle(int position, Verdict verdict) {
		this.settler.settle(this.batch, inBatch(position), verdict);
	}

	private int inBatch(int position) {
		return (this.positions != null) ? this.positions[position] : this.first;
	}

}
