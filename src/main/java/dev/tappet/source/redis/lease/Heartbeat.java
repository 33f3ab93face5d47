package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.source.LastingThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the leases of this worker on one Redis while its pollers do not get round to it:
 * because handlers that compute leave no processor to virtual threads, or because a
 * poller waits after a failure. It has a thread of its own, which no handler can hold up
 * and which waits for no server.
 */
public final class Heartbeat implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Heartbeat.class);

	private static final long TICK = Duration.ofMillis(500).toNanos();

	/** A poller pulses every two seconds. */
	private static final long OVERDUE = Duration.ofMillis(2500).toNanos();

	private final Set<Lease> leases = new CopyOnWriteArraySet<>();

	private volatile boolean closed;

	private final LastingThreads threads;

	private boolean started;

	Heartbeat(LastingThreads threads) {
		this.threads = threads;
	}

	synchronized void add(Lease lease) {
		this.leases.add(lease);
		if (!this.started) {
			this.started = true;
			this.threads.start(Thread.ofPlatform().daemon().name("tappet-heartbeat"), this::run);
		}
	}

	void remove(Lease lease) {
		this.leases.remove(lease);
	}

	private void run() {
		while (!this.closed) {
			LockSupport.parkNanos(this, TICK);
			try {
				beat();
			}
			catch (RuntimeException ex) {
				logger.debug("A lease could not be renewed", ex);
			}
		}
	}

	private void beat() {
		long overdue = System.nanoTime() - OVERDUE;
		for (Lease lease : this.leases) {
			if (lease.silentSince(overdue)) {
				// What it answers, the poller is told as well when it asks.
				lease.pulseAgain();
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
