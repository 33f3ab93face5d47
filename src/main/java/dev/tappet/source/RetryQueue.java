package dev.tappet.source;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

/**
 * What waits in this process for its next attempt, for sources whose broker cannot keep
 * it that long. It knows no clock and no thread: who looks says what time it is, by
 * {@link System#nanoTime()}. Any thread may call it.
 *
 * @param <T> what waits
 */
public final class RetryQueue<T> {

	private record Waiting<T>(T what, long dueAt, long number) {
	}

	private final PriorityQueue<Waiting<T>> waiting = new PriorityQueue<>(RetryQueue::compare);

	private long numbers;

	/** Of two that are due at the same time the one that came first is first. */
	private static int compare(Waiting<?> one, Waiting<?> other) {
		// A difference, since such times may run over.
		int byTime = Long.signum(one.dueAt() - other.dueAt());
		return (byTime != 0) ? byTime : Long.compare(one.number(), other.number());
	}

	/**
	 * Has something wait.
	 * @param what what waits
	 * @param dueAt until when
	 */
	public synchronized void add(T what, long dueAt) {
		this.waiting.add(new Waiting<>(what, dueAt, this.numbers++));
	}

	/**
	 * Takes what has waited longest of what is due.
	 * @param now the time
	 * @return it, or {@code null} while nothing is due
	 */
	public synchronized @Nullable T poll(long now) {
		if (untilDue(now) != 0) {
			return null;
		}
		return this.waiting.remove().what();
	}

	/**
	 * Takes what is due.
	 * @param now the time
	 * @param most most to take
	 * @return it, in the order in which it became due
	 */
	public synchronized List<T> poll(long now, int most) {
		List<T> due = new ArrayList<>();
		while (due.size() < most && untilDue(now) == 0) {
			due.add(this.waiting.remove().what());
		}
		return due;
	}

	/**
	 * How long it is until something is due.
	 * @param now the time
	 * @return nanoseconds, 0 where something is due already, or -1 while nothing waits
	 */
	public synchronized long untilDue(long now) {
		Waiting<T> first = this.waiting.peek();
		return (first == null) ? -1 : Math.max(0, first.dueAt() - now);
	}

	/** How much waits, due or not. */
	public synchronized int size() {
		return this.waiting.size();
	}

	/**
	 * Takes everything, due or not.
	 * @return it, in the order in which it would have become due
	 */
	public synchronized List<T> clear() {
		List<T> all = new ArrayList<>();
		while (!this.waiting.isEmpty()) {
			all.add(this.waiting.remove().what());
		}
		return all;
	}

}
