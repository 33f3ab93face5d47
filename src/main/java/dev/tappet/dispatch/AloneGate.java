package dev.tappet.dispatch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Lets the handlers of a process run beside each other, or one of them alone: then it
 * keeps all others out until it has ended. There is one gate for all triggers.
 * <p>
 * Who is inside stays inside from one message to the next, so that the way of a message
 * costs no more than a look at {@link #isClosed()} while nobody is to be alone. Whoever
 * enters first counts itself and then looks whether the gate is closed; whoever wants to
 * be alone first closes it and then looks who is counted. So one of the two sees the
 * other, however close they come.
 */
public final class AloneGate {

	private final AtomicInteger inside = new AtomicInteger();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/** Whether somebody is alone or waits for it; written under the lock only. */
	private volatile boolean closed;

	/** How many are alone, or wait for it. */
	private int claims;

	/** Whether one of them is alone now. */
	private boolean taken;

	boolean isClosed() {
		return this.closed;
	}

	/** Whether who would be alone has to wait now. */
	boolean isBusy() {
		return this.closed || this.inside.get() > 0;
	}

	/**
	 * Enters beside others, once nobody is alone or waits for it.
	 * @param givenUp whether to wait no more; who makes it true calls {@link #wake()}
	 * @return whether it is inside, and has to {@link #leave()} some time
	 */
	boolean enter(BooleanSupplier givenUp) {
		while (true) {
			this.inside.incrementAndGet();
			if (!this.closed) {
				return true;
			}
			leave();
			if (!awaitOpen(givenUp)) {
				return false;
			}
		}
	}

	private boolean awaitOpen(BooleanSupplier givenUp) {
		this.lock.lock();
		try {
			while (this.claims > 0 && !givenUp.getAsBoolean()) {
				this.changed.awaitUninterruptibly();
			}
			return !givenUp.getAsBoolean();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Leaves; may be called for a handler that does not end. */
	void leave() {
		if (this.inside.decrementAndGet() == 0) {
			wake();
		}
	}

	/**
	 * Closes the gate and enters alone, once all others have left. Several take turns.
	 * @param givenUp whether to wait no more; who makes it true calls {@link #wake()}
	 * @return whether it is inside, and has to {@link #leaveAlone()} some time
	 */
	boolean enterAlone(BooleanSupplier givenUp) {
		this.lock.lock();
		try {
			this.claims++;
			this.closed = true;
			boolean entered = false;
			try {
				entered = awaitAlone(givenUp);
			}
			finally {
				if (!entered) {
					withdraw();
				}
			}
			return entered;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean awaitAlone(BooleanSupplier givenUp) {
		while (this.taken || this.inside.get() > 0) {
			if (givenUp.getAsBoolean()) {
				return false;
			}
			this.changed.awaitUninterruptibly();
		}
		this.taken = true;
		return true;
	}

	/** Leaves, and lets the next one in or opens the gate. */
	void leaveAlone() {
		this.lock.lock();
		try {
			this.taken = false;
			withdraw();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void withdraw() {
		this.claims--;
		this.closed = this.claims > 0;
		this.changed.signalAll();
	}

	/** Has all that wait look again. */
	void wake() {
		if (this.closed) {
			this.lock.lock();
			try {
				this.changed.signalAll();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

}
