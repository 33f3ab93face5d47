package dev.tappet.source.redis.lease;

import org.jspecify.annotations.Nullable;

/**
 * What one read brought.
 *
 * @param batch the messages, or null where there were none
 * @param gone messages that were due but have no data any more
 * @param left messages that there was no room for, without their content and to be handed
 * back, or null where there were none
 */
public record ReadResult(@Nullable OpenBatch batch, int gone, @Nullable OpenBatch left) {

	static final ReadResult NOTHING = new ReadResult(null, 0);

	public ReadResult(@Nullable OpenBatch batch, int gone) {
		this(batch, gone, null);
	}

	public int size() {
		return (this.batch != null) ? this.batch.size() : 0;
	}

}
