package dev.tappet.source.redis.lease;

import dev.tappet.source.ReadBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How much one read may bring: so many messages, and so many bytes as it has room
 * reserved for. Says afterwards what it has brought.
 */
public final class Allowance {

	private static final long ANY = Long.MAX_VALUE / 4;

	private final int most;

	private final int cautious;

	private final boolean seen;

	private final ReadBuffer.@Nullable Share share;

	/** The room that this read has of the share. */
	private long reserved;

	/** What the messages take of it that were decoded up to now. */
	private long decoded;

	/** What the first message would need that was left for want of room, or 0. */
	private long needed;

	private int asked;

	private int messages;

	private long taken;

	private boolean over;

	/**
	 * Makes an allowance.
	 * @param most most messages
	 * @param cautious most messages, as far as can be told without seeing them
	 * @param share where the room is, or {@code null} where nobody counts it
	 * @param reserved how much room is reserved
	 */
	public Allowance(int most, int cautious, ReadBuffer.@Nullable Share share, long reserved) {
		this(most, cautious, true, share, reserved);
	}

	/**
	 * Makes an allowance.
	 * @param most most messages
	 * @param cautious most messages, as far as can be told without seeing them
	 * @param seen whether messages of the same kind were seen before
	 * @param share where the room is, or {@code null} where nobody counts it
	 * @param reserved how much room is reserved
	 */
	public Allowance(int most, int cautious, boolean seen, ReadBuffer.@Nullable Share share, long reserved) {
		this.most = most;
		this.cautious = cautious;
		this.seen = seen;
		this.share = share;
		this.reserved = reserved;
		this.asked = most;
	}

	/** So many messages, however large. */
	public static Allowance of(int most) {
		return new Allowance(most, most, null, ANY);
	}

	/** The most messages, for a read that stops by itself when they get too large. */
	public int most() {
		return this.most;
	}

	/** The most messages, for a read that cannot be stopped. */
	int cautious() {
		this.asked = this.cautious;
		return this.cautious;
	}

	/** Whether it is known how large messages may be. */
	boolean seen() {
		return this.seen;
	}

	/**
	 * The most messages for a read that cannot be stopped and brings nothing that could
	 * be handed back.
	 * @param each the bytes of the first, which the others are taken for as well
	 * @return how many, none of which is left where there is no room for the first
	 */
	int cautious(long each) {
		if (!hasRoomFor(each)) {
			left(each);
			return 0;
		}
		this.asked = (int) Math.clamp(bytes() / each, 1, this.cautious);
		return this.asked;
	}

	/**
	 * How many messages a read that stops by itself looks at first.
	 */
	int first() {
		return this.cautious;
	}

	/** The bytes that there is room for, as {@link ReadBuffer#bytes} counts. */
	long bytes() {
		return ReadBuffer.bytes(this.reserved);
	}

	/**
	 * Whether there is room for the message that is being decoded, as far as it has come.
	 * After the first for which there is none there is none for any other.
	 */
	boolean hasRoomFor(long bytes) {
		long more = this.decoded + ReadBuffer.room(bytes) - this.reserved;
		if (this.needed > 0) {
			return false;
		}
		return more <= 0 || extend(more);
	}

	/** A reply that is given up may still be arriving. */
	private synchronized boolean extend(long more) {
		boolean extended = !this.over && this.share != null
				&& this.share.extend(more, (this.decoded == 0) ? this.reserved : -1, System.nanoTime());
		this.reserved += extended ? more : 0;
		return extended;
	}

	/** A message was decoded. */
	void decoded(long bytes) {
		this.decoded += ReadBuffer.room(bytes);
	}

	/**
	 * A message was left where it is, or is handed back, since there is no room for it.
	 */
	void left(long bytes) {
		if (this.needed == 0) {
			this.needed = ReadBuffer.room(bytes);
		}
	}

	/** The read has ended: its messages have their room from now on, and no others. */
	public synchronized void ended(@Nullable ReadResult result) {
		OpenBatch batch = (result != null) ? result.batch() : null;
		this.messages = (batch != null) ? batch.size() : 0;
		this.over = true;
		if (this.share == null) {
			return;
		}
		this.taken = (batch != null && !batch.isCounted()) ? batch.count(this.share) : 0;
		if (this.taken > this.reserved) {
			this.share.add(this.taken - this.reserved);
		}
		else {
			this.share.release(this.reserved - this.taken);
		}
		this.reserved = this.taken;
	}

	/** How many messages it has brought. */
	public int messages() {
		return this.messages;
	}

	/** The room that they have taken. */
	public long taken() {
		return this.taken;
	}

	/** The room that the first message would need that was left, or 0 where none was. */
	public long needed() {
		return this.needed;
	}

	/** Whether there may be more where the messages came from. */
	public boolean more() {
		return this.needed > 0 || this.messages >= this.asked;
	}

}
