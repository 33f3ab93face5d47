package dev.tappet.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Watches the deadlines of all running handlers, on one thread: a timer for each message
 * would cost more than many a handler.
 */
public final class Deadlines {

	private static final long TICK = Duration.ofMillis(100).toNanos();

	private final Collection<Dispatcher> dispatchers;

	private volatile boolean running;

	private @Nullable Thread thread;

	/**
	 * Makes the watch.
	 * @param dispatchers whose handlers are watched
	 */
	public Deadlines(Collection<Dispatcher> dispatchers) {
		this.dispatchers = dispatchers;
	}

	/** Starts watching. */
	public void start() {
		this.running = true;
		// Handlers that compute leave no processor to virtual threads.
		this.thread = Thread.ofPlatform().daemon().name("tappet-deadlines").start(this::run);
	}

	private void run() {
		while (this.running) {
			LockSupport.parkNanos(this, TICK);
			long now = System.nanoTime();
			for (Dispatcher dispatcher : this.dispatchers) {
				dispatcher.enforceDeadline(now);
			}
		}
	}

	/** Ends watching. */
	public void stop() {
		this.running = false;
		LockSupport.unpark(this.thread);
	}

}
