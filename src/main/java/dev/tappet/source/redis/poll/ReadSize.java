package dev.tappet.source.redis.poll;

import dev.tappet.source.ReadBuffer;
import dev.tappet.source.redis.lease.Allowance;

/**
 * How much the next read of a key asks for, by what its last reads have brought. Sizes
 * are those that messages take of the {@link ReadBuffer}.
 */
final class ReadSize {

	/** What a message is taken for before one was seen. */
	private static final long UNSEEN = ReadBuffer.room(4096);

	/** What was never refused for its size may grow so much from read to read. */
	private static final int GROWTH = 8;

	private static final int MOST = 1_000_000;

	/** What messages took lately, each. It rises at once and falls little by little. */
	private long each;

	private long needed;

	private int cautious;

	/**
	 * Makes the size of a first read.
	 * @param first how many messages a read begins with that cannot be stopped
	 */
	ReadSize(int first) {
		this.cautious = first;
	}

	/** Whether a message was seen. */
	boolean seen() {
		return this.each > 0;
	}

	/** What there must be room for. */
	long least() {
		return Math.max(this.needed, each());
	}

	/**
	 * What a read is worth its way for: as with demand, a good part of what it could
	 * bring, as far as a small part of all that there is allows it.
	 */
	long worth(int messages, long all) {
		return Math.max(least(), Math.min(messages * each() / 2, all / 16));
	}

	/** What a read could need, with some to spare for larger messages than the last. */
	long most(int messages) {
		return Math.max(least(), 2 * messages * each());
	}

	/**
	 * How many messages will not take more than there is room for, if they are like the
	 * last.
	 */
	int cautious(int messages, long room) {
		return (int) Math.max(1, Math.min(Math.min(messages, this.cautious), room / each()));
	}

	private long each() {
		return (this.each > 0) ? this.each : UNSEEN;
	}

	/**
	 * Nothing was there: what comes next need not be as large as the last. A key that is
	 * idle would else ask others to make room for it.
	 */
	void fades() {
		this.each /= 2;
	}

	/** A read has ended. */
	void brought(Allowance allowance) {
		if (allowance.messages() > 0) {
			long average = allowance.taken() / allowance.messages();
			this.each = Math.max(average, (this.each + average) / 2);
		}
		this.needed = allowance.needed();
		if (this.needed > 0) {
			this.each = Math.max(this.each, this.needed);
			this.cautious = Math.max(1, allowance.messages());
		}
		else if (allowance.messages() >= this.cautious) {
			this.cautious = Math.min(MOST, GROWTH * this.cautious);
		}
	}

}
