package dev.tappet.bench;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * What every candidate does with a message: it is counted.
 */
class Handled {

	private static final long LOOK = Duration.ofNanos(200_000).toNanos();

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final LongAdder count = new LongAdder();

	void accept(byte[] payload) {
		if (payload.length > 0) {
			this.count.increment();
		}
	}

	void accept(Payloads.Order order) {
		if (order.amount() > 0) {
			this.count.increment();
		}
	}

	void reset() {
		this.count.reset();
	}

	long count() {
		return this.count.sum();
	}

	/** Waits until so many were handled, and says when. */
	long await(long messages) {
		return await(this.count::sum, messages, PATIENCE);
	}

	/** Waits until a count is reached or stands still, and says when it last grew. */
	static long await(LongSupplier count, long wanted, Duration patience) {
		long last = -1;
		long grewAt = System.nanoTime();
		while (true) {
			long current = count.getAsLong();
			long now = System.nanoTime();
			if (current != last) {
				last = current;
				grewAt = now;
			}
			if (current >= wanted || now - grewAt > patience.toNanos()) {
				return grewAt;
			}
			LockSupport.parkNanos(LOOK);
		}
	}

}
