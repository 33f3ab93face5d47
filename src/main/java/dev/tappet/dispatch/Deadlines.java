package dev.tappet.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the deadlines of all running handlers, on one thread: a timer for each message
 * would cost more than many a handler.
 */
public final class Deadlines {

	private static final Logger logger = LoggerFactory.getLogger(Deadlines.class);

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

	/** Starts watching. */
	public void start() {
		this.running = true;
		// Handlers that compute leave no processor to virtual threads.
		this.thread = Thread.ofPlatform().daemon().name("tappet-deadlines").start(this::run);
	}

	private void run() {
		while (this.running) {
			LockSupport.parkNanos(this, this.tick);
			long now = System.nanoTime();
			for (Dispatcher dispatcher : this.dispatchers) {
				try {
					dispatcher.enforceDeadline(now);
				}
				catch (Throwable ex) {
					// Without this thread no deadline would hold any more.
					logger.error("The deadlines of a trigger could not be looked at", ex);
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
