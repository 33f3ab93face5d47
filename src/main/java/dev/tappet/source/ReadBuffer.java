package dev.tappet.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The memory that messages may take from their read until they are settled, over all
 * triggers of this process. A read reserves room before it is sent and gives back what it
 * did not need; a message gives its room back when it is settled. Where there is none a
 * reader waits, and is called when there may be some. Times are those of
 * {@link System#nanoTime()}.
 */
public final class ReadBuffer {

	/** What a body, or a name or value of an entry, takes beside its bytes. */
	public static final int BESIDE = 128;

	/** A handler gets a text or an object, beside which the bytes are still kept. */
	private static final int COPIES = 2;

	/** Who asks no more for so long does not wait any more. */
	private static final long PATIENCE = Duration.ofSeconds(3).toNanos();

	private final long most;

	/** Who waits for room, in the order in which they came. */
	private final Set<Share> waiting = new LinkedHashSet<>();

	private long used;

	/**
	 * Makes an empty buffer.
	 * @param most how many bytes it holds
	 */
	public ReadBuffer(long most) {
		this.most = most;
	}

	/**
	 * What a message takes of the buffer.
	 * @param bytes its bytes, with {@link #BESIDE} for each body, name and value
	 * @return the room
	 */
	public static long room(long bytes) {
		return COPIES * bytes;
	}

	/**
	 * What fits in.
	 * @param room a part of the buffer
	 * @return the bytes, with {@link #BESIDE} for each body, name and value
	 */
	public static long bytes(long room) {
		return room / COPIES;
	}

	/**
	 * How much it holds.
	 * @return the bytes
	 */
	public long most() {
		return this.most;
	}

	/**
	 * How much of it is taken.
	 * @return the bytes, which are more than it holds while a message is larger than that
	 */
	public synchronized long used() {
		return this.used;
	}

	/**
	 * Adds a reader, such as a trigger.
	 * @param wake called when it waits and there may be room; must not block
	 * @return its share, which is empty
	 */
	public Share share(Runnable wake) {
		return new Share(wake);
	}

	/**
	 * The most that a reader may add to what it holds: such that a part of the buffer
	 * stays free for those that hold nothing yet, however many there are.
	 */
	private long limit(Share share) {
		return Math.max(0, (3 * (this.most - this.used) - share.held) / 4);
	}

	/** Whether somebody who holds nothing has waited for longer. */
	private boolean isBehind(Share share, long now) {
		for (Share other : this.waiting) {
			if (other == share) {
				return false;
			}
			if (other.held == 0 && now - other.askedAt < PATIENCE) {
				return true;
			}
		}
		return false;
	}

	/** Those that may ask again, each called once for each time that it has asked. */
	private List<Share> wakeable() {
		if (this.waiting.isEmpty()) {
			return List.of();
		}
		List<Share> wakeable = new ArrayList<>();
		for (Share share : this.waiting) {
			if (!share.called && (limit(share) >= share.least || this.used == 0)) {
				share.called = true;
				wakeable.add(share);
			}
		}
		return wakeable;
	}

	private static void wake(List<Share> shares) {
		if (!shares.isEmpty()) {
			shares.forEach((share) -> share.wake.run());
		}
	}

	/**
	 * What one reader holds of the buffer. Its methods are safe for any thread.
	 */
	public final class Share {

		private final Runnable wake;

		private long held;

		/** What it waits for. */
		private long least;

		private long askedAt;

		/** Whether it was called since it asked. */
		private boolean called;

		private boolean closed;

		private Share(Runnable wake) {
			this.wake = wake;
		}

		/**
		 * Takes room for a read, or waits for it. A read for which the buffer is too
		 * small has its turn when nothing else is in it.
		 * @param atLeast what the read is worth sending for
		 * @param atMost what it could need
		 * @param now the time
		 * @return what was taken, or 0 where this reader is called later
		 */
		public long reserve(long atLeast, long atMost, long now) {
			long taken = 0;
			List<Share> others;
			synchronized (ReadBuffer.this) {
				long limit = limit(this);
				if (!this.closed && (limit >= atLeast || ReadBuffer.this.used == 0) && !isBehind(this, now)) {
					taken = Math.max(atLeast, Math.min(atMost, limit));
					ReadBuffer.this.waiting.remove(this);
					add(taken);
				}
				else if (!this.closed) {
					this.least = atLeast;
					this.askedAt = now;
					this.called = false;
					ReadBuffer.this.waiting.add(this);
				}
				others = (taken > 0) ? wakeable() : List.of();
			}
			ReadBuffer.wake(others);
			return taken;
		}

		/**
		 * Takes more room for a read that brings more than it was expected to.
		 * @param more how much more
		 * @param own what the read has reserved, if it has brought no message yet, or -1
		 * @param now the time
		 * @return whether there was room
		 */
		public boolean extend(long more, long own, long now) {
			synchronized (ReadBuffer.this) {
				boolean room = more <= limit(this) && !isBehind(this, now);
				// A message that is larger than all that there is goes alone.
				boolean taken = !this.closed && (room || ReadBuffer.this.used == own);
				if (taken) {
					add(more);
				}
				return taken;
			}
		}

		/**
		 * Takes room that is needed already.
		 * @param bytes how much
		 */
		public void add(long bytes) {
			synchronized (ReadBuffer.this) {
				if (!this.closed) {
					this.held += bytes;
					ReadBuffer.this.used += bytes;
				}
			}
		}

		/**
		 * Gives room back.
		 * @param bytes how much
		 */
		public void release(long bytes) {
			List<Share> others;
			synchronized (ReadBuffer.this) {
				add(-bytes);
				others = wakeable();
			}
			ReadBuffer.wake(others);
		}

		/** Gives all of it back: nothing is read any more. */
		public void close() {
			List<Share> others;
			synchronized (ReadBuffer.this) {
				add(-this.held);
				this.closed = true;
				ReadBuffer.this.waiting.remove(this);
				others = wakeable();
			}
			ReadBuffer.wake(others);
		}

		/**
		 * The buffer that this is a part of.
		 * @return the buffer
		 */
		public ReadBuffer buffer() {
			return ReadBuffer.this;
		}

	}

}
