package dev.tappet.source.redis.lease;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The verdicts that wait for their step, oldest first. Any thread adds; only whoever
 * makes the step takes. The settlements are linked themselves, so that waiting costs no
 * object.
 */
final class Settlements {

	private final AtomicReference<@Nullable Settlement> latest = new AtomicReference<>();

	/** What was taken off {@link #latest} and put in order. */
	private volatile @Nullable Settlement oldest;

	void add(Settlement settlement) {
		Settlement before;
		do {
			before = this.latest.get();
			settlement.before = before;
		}
		while (!this.latest.compareAndSet(before, settlement));
	}

	boolean isEmpty() {
		return this.oldest == null && this.latest.get() == null;
	}

	/** Takes up to a number of settlements. */
	void take(int most, Consumer<Settlement> taker) {
		Settlement next = this.oldest;
		for (int taken = 0; taken < most; taken++) {
			if (next == null) {
				next = inOrder(this.latest.getAndSet(null));
				if (next == null) {
					break;
				}
			}
			Settlement current = next;
			// In order, the link leads to what was decided after.
			next = current.before;
			current.before = null;
			taker.accept(current);
		}
		this.oldest = next;
	}

	private static @Nullable Settlement inOrder(@Nullable Settlement last) {
		Settlement first = null;
		for (Settlement next = last; next != null;) {
			Settlement before = next.before;
			next.before = first;
			first = next;
			next = before;
		}
		return first;
	}

}
