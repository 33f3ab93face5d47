package dev.tappet.source.azurequeue.poll;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import dev.tappet.source.azurequeue.connection.Refusal;
import dev.tappet.source.azurequeue.connection.StorageQueue;
import org.jspecify.annotations.Nullable;

/**
 * What other threads have for the one that serves a queue: all that is known of a message
 * is known to that thread alone, so that no two steps of one message are ever taken at
 * once.
 */
final class Mail {

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean asleep = new AtomicBoolean();

	private volatile @Nullable Thread owner;

	/** Whether anybody has called since the thread last began to look. */
	private volatile boolean called;

	/** The thread that calls this is the one that serves. */
	void own() {
		this.owner = Thread.currentThread();
	}

	/** For any thread: has the serving thread do something. */
	void post(Runnable task) {
		this.tasks.add(task);
		wake();
	}

	/** For any thread: has the serving thread look. */
	void wake() {
		this.called = true;
		if (this.asleep.get() && this.asleep.compareAndSet(true, false)) {
			LockSupport.unpark(this.owner);
		}
	}

	/** Goes on with an answer of the service on the serving thread. */
	<T extends @Nullable Object> void then(StorageQueue queue, CompletableFuture<T> answer, Consumer<T> done,
			Consumer<Refusal> refused) {
		answer.whenComplete((result, failure) -> post(() -> {
			if (failure == null) {
				done.accept(result);
			}
			else {
				refused.accept(queue.refusal(failure));
			}
		}));
	}

	/** Does what was posted. */
	void work() {
		for (Runnable task; (task = this.tasks.poll()) != null;) {
			task.run();
		}
	}

	/** Sleeps until somebody calls, for a time at most; not at all if one just has. */
	void rest(long nanos) {
		this.asleep.set(true);
		if (!this.called) {
			LockSupport.parkNanos(this, nanos);
		}
		this.asleep.set(false);
		// Before what was told is looked at, so that no call is missed.
		this.called = false;
	}

}
