package dev.tappet.source.redis.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * What was heard of one stream without an interruption, numbered from 1: by which
 * fingerprint each of the last messages is known, when it was heard, and which are not
 * finished. It begins with a first message. Times are those of {@link System#nanoTime()}.
 * Used under its owner's lock.
 *
 * @param <T> a message
 */
final class Hearing<T> {

	/** Most messages of which it is known what they looked like. */
	static final int MOST = 8192;

	private static final int FEWEST = 64;

	/** How many fingerprints are told. */
	static final int TOLD = 16;

	/** Most spans that are told; what follows them counts as open. */
	static final int SPANS = 500;

	/** A message that is not finished. */
	static final class Open<T> {

		private final long order;

		private final long heardAt;

		private final long room;

		private T message;

		private boolean passed;

		private boolean wanted;

		Open(long order, long heardAt, long room, T message, boolean passed) {
			this.order = order;
			this.heardAt = heardAt;
			this.room = room;
			this.message = message;
			this.passed = passed;
		}

		/** Which of all messages it is, of whatever stream. */
		long order() {
			return this.order;
		}

		long heardAt() {
			return this.heardAt;
		}

		/** What it takes of the memory for those that wait. */
		long room() {
			return this.room;
		}

		T message() {
			return this.message;
		}

		/** Whether it is on its way through this instance's handler. */
		boolean passed() {
			return this.passed;
		}

		/** Whether a leader has told that it has not finished it. */
		boolean wanted() {
			return this.wanted;
		}

		void want() {
			this.wanted = true;
		}

		void pass() {
			this.passed = true;
		}

		void putBack(T again) {
			this.message = again;
			this.passed = false;
		}

	}

	private final String id;

	private final Stream stream;

	private final TreeMap<Long, Open<T>> open = new TreeMap<>();

	private long[] prints = new long[FEWEST];

	private long[] times = new long[FEWEST];

	private long count;

	private long firstAt;

	private boolean ended;

	private long endedAt;

	/** The last message that was given up unfinished, for want of room. */
	private long evicted;

	Hearing(String id, Stream stream) {
		this.id = id;
		this.stream = stream;
	}

	String id() {
		return this.id;
	}

	String stream() {
		return this.stream.name();
	}

	/** Whether what is heard of a stream belongs to it. */
	boolean goesOn(Stream current) {
		return !this.ended && this.stream.name().equals(current.name())
				&& this.stream.connection() == current.connection();
	}

	/** The number of the last message. */
	long count() {
		return this.count;
	}

	long firstAt() {
		return this.firstAt;
	}

	TreeMap<Long, Open<T>> open() {
		return this.open;
	}

	/** Numbers a message. */
	long hear(long print, long now) {
		if (this.count == this.prints.length && this.count < MOST) {
			this.prints = Arrays.copyOf(this.prints, this.prints.length * 2);
			this.times = Arrays.copyOf(this.times, this.times.length * 2);
		}
		if (this.count == 0) {
			this.firstAt = now;
		}
		this.count++;
		this.prints[place(this.count)] = print;
		this.times[place(this.count)] = now;
		return this.count;
	}

	private int place(long number) {
		return (int) ((number - 1) & (this.prints.length - 1));
	}

	/** Whether it is known what a message looked like. */
	boolean knows(long number) {
		return number >= firstKnown() && number <= this.count;
	}

	long firstKnown() {
		return Math.max(1, this.count - this.prints.length + 1);
	}

	long heardAt(long number) {
		return this.times[place(number)];
	}

	/**
	 * Whether the messages up to a number look like those that another has heard, as far
	 * as both are known.
	 */
	boolean looksLike(List<Long> others, long number) {
		if (!knows(number) || others.isEmpty()) {
			return false;
		}
		for (int i = 0; i < others.size() && knows(number - i); i++) {
			if (this.prints[place(number - i)] != others.get(i)) {
				return false;
			}
		}
		return true;
	}

	void end(long now) {
		if (!this.ended) {
			this.ended = true;
			this.endedAt = now;
		}
	}

	/** Whether it ended so long ago that nobody asks for it any more. */
	boolean isOver(long now, long keep) {
		return this.ended && this.open.isEmpty() && now - this.endedAt > keep;
	}

	void evict(long number) {
		this.evicted = Math.max(this.evicted, number);
	}

	long evicted() {
		return this.evicted;
	}

	void forgetEvicted() {
		this.evicted = 0;
	}

	/** How far this instance is in it. */
	Progress.Part progress(long now) {
		List<Progress.Span> spans = new ArrayList<>();
		long upTo = this.count;
		long first = -1;
		long last = -1;
		for (long number : this.open.keySet()) {
			if (first >= 0 && number == last + 1) {
				last = number;
				continue;
			}
			if (first >= 0) {
				spans.add(new Progress.Span(first, last));
			}
			first = number;
			last = number;
			if (spans.size() == SPANS) {
				upTo = number - 1;
				first = -1;
				break;
			}
		}
		if (first >= 0) {
			spans.add(new Progress.Span(first, last));
		}
		List<Long> told = new ArrayList<>();
		for (long number = this.count; number >= firstKnown() && told.size() < TOLD; number--) {
			told.add(this.prints[place(number)]);
		}
		long began = Duration.ofNanos(now - this.firstAt).toMillis();
		long quiet = Duration.ofNanos(now - heardAt(this.count)).toMillis();
		return new Progress.Part(this.id, stream(), began, this.count, quiet, upTo, spans, told);
	}

}
