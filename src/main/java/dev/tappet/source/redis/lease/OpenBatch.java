package dev.tappet.source.redis.lease;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import dev.tappet.source.Message;
import dev.tappet.source.ReadBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Messages that one read brought and that are not all settled yet. What is open is only
 * changed by the settler, which has one command under way at a time.
 */
public final class OpenBatch {

	/** Rooms are given back when they are such a part of the batch. */
	private static final int PART = 4;

	/** The bits of {@link #rooms} that count messages. */
	private static final int TAKEN_BITS = 24;

	private static final long TAKEN = (1L << TAKEN_BITS) - 1;

	private static final AtomicLongFieldUpdater<OpenBatch> ROOMS = AtomicLongFieldUpdater.newUpdater(OpenBatch.class,
			"rooms");

	/** The lease that the messages were taken under. */
	public final String token;

	/** The batch's name on the server, or null where its messages stand by themselves. */
	final @Nullable String name;

	public final List<Message> messages;

	private final int @Nullable [] attempts;

	private final byte @Nullable [] marks;

	private final boolean[] closed;

	/** As {@link #left}, for other threads. */
	private volatile int open;

	/** How many are open, for whoever closes. */
	private int left;

	private int start;

	private int unconfirmed;

	/** Where the room is that the messages take, or null where it is not counted. */
	private ReadBuffer.@Nullable Share share;

	/** Which messages have given their room back. */
	private final boolean[] freed;

	/**
	 * How many have not, and above it what was freed and is not released yet: one number,
	 * for the handlers of a batch meet here with each message.
	 */
	private volatile long rooms;

	private long worthReleasing;

	private OpenBatch(String token, @Nullable String name, List<Message> messages, int @Nullable [] attempts,
			byte @Nullable [] marks) {
		this.token = token;
		this.name = name;
		this.messages = Arrays.asList(messages.toArray(Message[]::new));
		this.attempts = attempts;
		this.marks = marks;
		this.closed = new boolean[messages.size()];
		this.freed = new boolean[messages.size()];
		this.rooms = messages.size();
		this.left = messages.size();
		this.open = this.left;
		this.unconfirmed = messages.size();
	}

	/** Messages on their first attempt. */
	static OpenBatch fresh(String token, @Nullable String name, List<Message> messages) {
		return new OpenBatch(token, name, messages, null, null);
	}

	/** Messages that were taken before. */
	static OpenBatch again(String token, List<Message> messages, int[] attempts) {
		return new OpenBatch(token, null, messages, attempts, null);
	}

	/**
	 * Messages that were taken before.
	 * @param marks for each whether a worker died that held it, as the scripts say
	 */
	static OpenBatch again(String token, List<Message> messages, int[] attempts, byte[] marks) {
		return new OpenBatch(token, null, messages, attempts, marks);
	}

	/** Whether a worker died that held a message. */
	boolean isSuspect(int position) {
		return this.marks != null && this.marks[position] > 0;
	}

	/** Whether a message is to run alone in its process. */
	public boolean isAlone(int position) {
		return this.marks != null && this.marks[position] > 1;
	}

	public int attempt(int position) {
		return (this.attempts != null) ? this.attempts[position] : 1;
	}

	public int size() {
		return this.closed.length;
	}

	void close(int position) {
		if (!this.closed[position]) {
			this.closed[position] = true;
			this.left--;
			this.open = this.left;
			while (this.start < this.closed.length && this.closed[this.start]) {
				this.start++;
			}
		}
	}

	boolean isClosed(int position) {
		return this.closed[position];
	}

	/** How many are not settled. */
	int open() {
		return this.open;
	}

	/**
	 * Counts a message whose verdict the server has confirmed, and says how many are
	 * left.
	 */
	int confirmed() {
		return --this.unconfirmed;
	}

	/** How many verdicts the server has not confirmed. */
	int unconfirmed() {
		return this.unconfirmed;
	}

	/** Whether the room that the messages take is counted. */
	boolean isCounted() {
		return this.share != null;
	}

	/**
	 * The messages take room until each of them is {@link #free freed}.
	 * @return how much
	 */
	long count(ReadBuffer.Share in) {
		this.share = in;
		long bytes = 0;
		for (Message message : this.messages) {
			bytes += MessageBytes.of(message);
		}
		this.worthReleasing = ReadBuffer.room(bytes) / PART;
		return ReadBuffer.room(bytes);
	}

	/** The messages take room that they have had since an earlier batch. */
	OpenBatch counted(ReadBuffer.@Nullable Share in) {
		this.share = in;
		return this;
	}

	/**
	 * The content of a message is of no use any more: its room is free. Small rooms are
	 * given back together, for the buffer is one for all triggers.
	 */
	void free(int position) {
		if (this.share != null && !this.freed[position]) {
			long room = ReadBuffer.room(empty(position));
			releaseOwed(ROOMS.addAndGet(this, (room << TAKEN_BITS) - 1));
		}
	}

	/**
	 * As {@link #free}, but for the room, which the caller {@link #release releases}
	 * together with that of others.
	 * @return the room, or 0 where there is none to be given back
	 */
	long freed(int position) {
		if (this.share == null || this.freed[position]) {
			return 0;
		}
		long room = ReadBuffer.room(empty(position));
		releaseOwed(ROOMS.decrementAndGet(this));
		return room;
	}

	/**
	 * Releases what is owed once it is worth it. With the last message nothing is owed
	 * any more, whoever is the last.
	 */
	private void releaseOwed(long now) {
		long seen = now;
		long owed = seen >>> TAKEN_BITS;
		while (owed > 0 && (owed >= this.worthReleasing || (seen & TAKEN) == 0)) {
			if (ROOMS.compareAndSet(this, seen, seen & TAKEN)) {
				release(owed);
				return;
			}
			seen = this.rooms;
			owed = seen >>> TAKEN_BITS;
		}
	}

	/** Gives room back. */
	void release(long room) {
		ReadBuffer.Share counting = this.share;
		if (counting != null && room > 0) {
			counting.release(room);
		}
	}

	/** All messages are of no use, such as those that came too late. */
	public void freeAll() {
		for (int i = 0; i < this.freed.length; i++) {
			free(i);
		}
	}

	/**
	 * A message is kept elsewhere from now on, and its room with it.
	 * @return where that is, for the batch that it will be in again
	 */
	ReadBuffer.@Nullable Share pass(int position) {
		if (!this.freed[position]) {
			empty(position);
			releaseOwed(ROOMS.decrementAndGet(this));
		}
		return this.share;
	}

	private long empty(int position) {
		Message message = this.messages.get(position);
		long bytes = MessageBytes.of(message);
		this.freed[position] = true;
		Message emptied = MessageBytes.emptied(message, bytes);
		if (emptied != message) {
			this.messages.set(position, emptied);
		}
		return bytes;
	}

	/** How many are settled without a gap from the first on. */
	int start() {
		return this.start;
	}

}
