package dev.tappet.dispatch;

import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.source.Order;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/**
 * How many deliveries of one trigger may be in hands at once, and the demand that says so
 * to its source.
 */
final class Permits {

	private static final int PORTIONS = 64;

	private final int all;

	/** So many handlers that do not end, and the trigger is stuck. */
	private final int endurable;

	private final int portion;

	private final Settling settling;

	/** Permits that could not be given back. */
	private final AtomicInteger owed = new AtomicInteger();

	private volatile @Nullable Subscription subscription;

	private volatile boolean closed;

	private Permits(int all, int endurable, Settling settling) {
		this.all = all;
		this.portion = Math.max(1, all / PORTIONS);
		this.endurable = endurable;
		this.settling = settling;
	}

	/**
	 * The permits of a trigger. Where one call at a time is what keeps the order there is
	 * one; a source that keeps it for each of its parts hands on what may run.
	 * @param trigger the trigger
	 * @param order what its kind of source keeps the order of
	 * @param batched whether its handler takes batches
	 * @param settling says what went wrong
	 */
	static Permits of(TriggerDefinition trigger, Order order, boolean batched, Settling settling) {
		boolean strict = trigger.ordering() == Ordering.STRICT;
		int perCall = batched ? trigger.batchSize() : 1;
		int all = (strict && order != Order.PARTS) ? 1 : Math.max(1, trigger.concurrency() / perCall);
		return new Permits(all, strict ? 1 : all, settling);
	}

	int all() {
		return this.all;
	}

	/** So few that nobody misses them for the time of a handler. */
	int portion() {
		return this.portion;
	}

	/**
	 * Whether handlers that do not end hold every permit; or, where an order is kept,
	 * what comes behind them.
	 */
	boolean exhaustedBy(int overdue) {
		return overdue >= this.endurable;
	}

	void open(Subscription given) {
		this.subscription = given;
		given.request(this.all);
	}

	/** Gives permits back, and those that could not be given back before. */
	void giveBack(int more) {
		Subscription given = this.subscription;
		if (given == null || this.closed) {
			return;
		}
		// To write to what all lanes share costs each message more than to look at it.
		int free = (this.owed.get() != 0) ? this.owed.getAndSet(0) + more : more;
		if (free == 0) {
			return;
		}
		try {
			given.request(free);
		}
		catch (Throwable ex) {
			this.owed.addAndGet(free);
			this.settling.warn("a permit could not be given back yet", ex);
		}
	}

	/** Nothing is asked for any more. */
	void close() {
		this.closed = true;
		Subscription given = this.subscription;
		if (given != null) {
			given.cancel();
		}
	}

}
