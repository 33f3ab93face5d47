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

	/** The newest, each linked to the one before it. */
	private final AtomicReference<@Nullable Settlement> latest = new AtomicReference<>();

	/**
	 * The oldest of those that were taken off {@link #latest}, each linked to the one
	 * after it.
	 */
	private volatile @Nullable Settlement oldest;

	void add(Settlement settlement) {
		Settlement earlier;
		do {
			earlier = this.latest.get();
			settlement.link = earlier;
		}
		while (!this.latest.compareAndSet(earlier, settlement));
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
			next = current.link;
			current.link = null;
			taker.accept(current);
		}
		this.oldest = next;
	}

	/**
	 * Turns a chain round: its links led to what was decided earlier, now to what was
	 * later.
	 */
	private static @Nullable Settlement inOrder(@Nullable Settlement last) {
		Settlement first = null;
		for (Settlement current = last; current != null;) {
			Settlement earlier = current.link;
			current.link = first;
			first = current;
			current = earlier;
		}
		return first;
	}

}
