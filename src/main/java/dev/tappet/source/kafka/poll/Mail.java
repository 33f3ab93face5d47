package dev.tappet.source.kafka.poll;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * What other threads have for the one that polls. Whoever adds something wakes it, once
 * for each time that it sleeps.
 */
final class Mail {

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean asleep = new AtomicBoolean();

	private volatile @Nullable Runnable alarm;

	private volatile @Nullable Thread owner;

	/** The thread that calls this is the one that polls. */
	void own() {
		this.owner = Thread.currentThread();
	}

	/** For any thread: has the polling thread do something. */
	void post(Runnable task) {
		this.tasks.add(task);
		wake();
	}

	/** For any thread: has the polling thread look. */
	void wake() {
		// Most often it is awake, and a look costs less than a try to change that.
		if (this.asleep.get() && this.asleep.compareAndSet(true, false)) {
			Runnable current = this.alarm;
			if (current != null) {
				current.run();
			}
			else {
				LockSupport.unpark(this.owner);
			}
		}
	}

	/** Does what was posted. */
	void work() {
		for (Runnable task; (task = this.tasks.poll()) != null;) {
			task.run();
		}
	}

	boolean isEmpty() {
		return this.tasks.isEmpty();
	}

	/** From now on something that sleeps can be woken, by the alarm. */
	void fallAsleep(Runnable wakeUp) {
		this.alarm = wakeUp;
		this.asleep.set(true);
	}

	void awake() {
		this.asleep.set(false);
		this.alarm = null;
	}

	/** Sleeps until something is posted, for a time at most. */
	void rest(long nanos) {
		this.alarm = null;
		this.asleep.set(true);
		if (this.tasks.isEmpty()) {
			LockSupport.parkNanos(this, nanos);
		}
		this.asleep.set(false);
	}

}
