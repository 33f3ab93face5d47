package dev.tappet.dispatch;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import dev.tappet.source.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * One call of the handler: the messages that could be bound, since when it runs, and
 * where it stands. The next call of a lane has a state of its own, so that what comes too
 * late for one does not hit the other.
 */
final class Call {

	private static final int RUNNING = 0;

	private static final int ENDED = 1;

	private static final int INTERRUPTING = 2;

	private static final int OVERDUE = 3;

	// An AtomicInteger would be one more object for each message.
	private static final AtomicIntegerFieldUpdater<Call> STATE = AtomicIntegerFieldUpdater.newUpdater(Call.class,
			"state");

	final Delivery delivery;

	/** What the handler takes: one payload, or a list of them. */
	final Object payload;

	/** How many messages the payload stands for. */
	final int size;

	final long startedAt = System.nanoTime();

	private final int @Nullable [] positions;

	private volatile int state = RUNNING;

	Call(Delivery delivery, Object payload, int size, int @Nullable [] positions) {
		this.delivery = delivery;
		this.payload = payload;
		this.size = size;
		this.positions = positions;
	}

	/** Where in the delivery a message of the payload stands. */
	int position(int index) {
		return (this.positions != null) ? this.positions[index] : index;
	}

	/** Ends the call, unless it was interrupted before. */
	boolean end() {
		return STATE.compareAndSet(this, RUNNING, ENDED);
	}

	/** Interrupts the call, unless it has ended before. */
	boolean interrupt(@Nullable Thread runner) {
		if (runner == null || !STATE.compareAndSet(this, RUNNING, INTERRUPTING)) {
			return false;
		}
		// The lane waits until this is over, so the interruption meets no other call.
		try {
			runner.interrupt();
		}
		catch (Throwable ex) {
			// For want of memory, say: the message is settled all the same.
		}
		this.state = OVERDUE;
		return true;
	}

	void awaitInterruption() {
		while (this.state == INTERRUPTING) {
			Thread.onSpinWait();
		}
	}

	/** Whether it was interrupted. */
	boolean isOverdue() {
		return this.state == OVERDUE;
	}

}
