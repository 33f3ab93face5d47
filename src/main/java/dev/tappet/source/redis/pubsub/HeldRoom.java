package dev.tappet.source.redis.pubsub;

import dev.tappet.source.ReadBuffer;

/**
 * The memory that messages of one trigger may take while another instance leads: a part
 * of what is there for all that was read.
 */
final class HeldRoom implements Holding.Room {

	private static final long MOST = 16L << 20;

	/** So much of the buffer is left to those who read. */
	private static final int PART = 8;

	private final ReadBuffer.Share share;

	private final long most;

	private long taken;

	HeldRoom(ReadBuffer buffer) {
		this.share = buffer.share(() -> {
		});
		this.most = Math.min(MOST, buffer.most() / PART);
	}

	/** What a message takes. */
	static long of(Published message) {
		return ReadBuffer.room(message.body().length + (long) ReadBuffer.BESIDE);
	}

	@Override
	public boolean take(long room) {
		// It never waits for room: who does keeps others from reading.
		if (this.taken + room > this.most || !this.share.extend(room, -1, System.nanoTime())) {
			return false;
		}
		this.taken += room;
		return true;
	}

	@Override
	public void free(long room) {
		this.taken -= room;
		this.share.release(room);
	}

	void close() {
		this.share.close();
	}

}
