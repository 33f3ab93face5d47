package dev.tappet.source.redis.lease;

import org.jspecify.annotations.Nullable;

/**
 * What one read brought.
 *
 * @param batch the messages, or null where there were none
 * @param gone messages that were due but have no data any more
 */
public record ReadResult(@Nullable OpenBatch batch, int gone) {

	static final ReadResult NOTHING = new ReadResult(null, 0);

	public int size() {
		return (this.batch != null) ? this.batch.size() : 0;
	}

}
