package dev.tappet.source.redis.lease;

import java.util.List;

import dev.tappet.source.Message;
import org.jspecify.annotations.Nullable;

/**
 * Messages that one read brought and that are not all settled yet. What is open is only
 * changed by the settler, which has one command under way at a time.
 */
public final class OpenBatch {

	/** The lease that the messages were taken under. */
	public final String token;

	/** The batch's name on the server, or null where its messages stand by themselves. */
	final @Nullable String name;

	public final List<Message> messages;

	private final int @Nullable [] attempts;

	private final boolean[] closed;

	/** As {@link #left}, for other threads. */
	private volatile int open;

	/** How many are open, for whoever closes. */
	private int left;

	private int start;

	private int unconfirmed;

	private OpenBatch(String token, @Nullable String name, List<Message> messages, int @Nullable [] attempts) {
		this.token = token;
		this.name = name;
		this.messages = messages;
		this.attempts = attempts;
		this.closed = new boolean[messages.size()];
		this.left = messages.size();
		this.open = this.left;
		this.unconfirmed = messages.size();
	}

	/** Messages on their first attempt. */
	static OpenBatch fresh(String token, @Nullable String name, List<Message> messages) {
		return new OpenBatch(token, name, messages, null);
	}

	/** Messages that were taken before. */
	static OpenBatch again(String token, List<Message> messages, int[] attempts) {
		return new OpenBatch(token, null, messages, attempts);
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

	/** How many are settled without a gap from the first on. */
	int start() {
		return this.start;
	}

}
