package dev.tappet.source.azurequeue.poll;

import java.util.PriorityQueue;

/**
 * When messages that this worker has put off are visible again. It belongs to the thread
 * that serves the queue, but for how many there are. Times are those of
 * {@link System#nanoTime()}.
 */
final class PutOff {

	private final PriorityQueue<Long> times = new PriorityQueue<>((one, other) -> Long.signum(one - other));

	private volatile int count;

	void add(long time) {
		this.times.add(time);
		this.count = this.times.size();
	}

	/**
	 * Takes those that are visible by now.
	 * @return whether there was one
	 */
	boolean takeDue(long now) {
		boolean any = false;
		while (!this.times.isEmpty() && this.times.peek() - now <= 0) {
			this.times.remove();
			any = true;
		}
		this.count = this.times.size();
		return any;
	}

	/**
	 * How many nanoseconds it is until the next is visible, or -1 where there is none.
	 */
	long untilNext(long now) {
		return this.times.isEmpty() ? -1 : Math.max(0, this.times.peek() - now);
	}

	/** For any thread: how many there are. */
	int count() {
		return this.count;
	}

}
