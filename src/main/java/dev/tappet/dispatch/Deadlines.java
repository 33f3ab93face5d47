package dev.tappet.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.source.LastingThreads;
import org.jspecify.annotations.Nullable;

/**
 * Watches the deadlines of all running handlers, on one thread: a timer for each message
 * would cost more than many a handler.
 */
public final class Deadlines {

	private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

	private static final Duration SHORTEST_TICK = Duration.ofMillis(20);

	private final Collection<Dispatcher> dispatchers;

	private final long tick;

	private volatile boolean running;

	private @Nullable Thread thread;

	/**
	 * Watches at the pace of the shortest deadline.
	 * @param dispatchers whose handlers are watched
	 */
	public Deadlines(Collection<Dispatcher> dispatchers) {
		this.dispatchers = dispatchers;
		this.tick = dispatchers.stream()
			.map((dispatcher) -> dispatcher.timeout().dividedBy(10))
			.reduce(LONGEST_TICK, (one, other) -> (one.compareTo(other) < 0) ? one : other)
			.plus(SHORTEST_TICK)
			.toNanos();
	}

	/**
	 * Starts watching.
	 * @param threads has a thread last
	 */
	public void start(LastingThreads threads) {
		this.running = true;
		// Handlers that compute leave no processor to virtual threads.
		this.thread = threads.start(Thread.ofPlatform().daemon().name("tappet-deadlines"), this::watch);
	}

	private void watch() {
		while (this.running) {
			LockSupport.parkNanos(this, this.tick);
			long now = System.nanoTime();
			for (Dispatcher dispatcher : this.dispatchers) {
				try {
					dispatcher.enforceDeadline(now);
				}
				catch (Throwable ex) {
					// The others have deadlines too.
					dispatcher.settling().warn("its deadlines could not be looked at", ex);
				}
			}
		}
	}

	/** Ends watching. */
	public void stop() {
		this.running = false;
		LockSupport.unpark(this.thread);
	}

}
