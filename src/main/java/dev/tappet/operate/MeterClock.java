package dev.tappet.operate;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.source.LastingThreads;
import io.micrometer.core.instrument.Clock;

/**
 * The time of day of the meters, as it was some milliseconds ago. A timer asks for it
 * with each of its records, though it only needs it to forget its greatest value after
 * minutes; and the system's answer costs more than the rest of the record.
 */
class MeterClock implements Clock, AutoCloseable {

	private static final long TICK = Duration.ofMillis(50).toNanos();

	private final java.time.Clock time;

	private volatile long wallTime;

	private volatile boolean running = true;

	private final Thread thread;

	MeterClock(java.time.Clock time, LastingThreads threads) {
		this.time = time;
		this.wallTime = time.millis();
		this.thread = threads.start(Thread.ofPlatform().daemon().name("tappet-clock"), this::tick);
	}

	private void tick() {
		while (this.running) {
			LockSupport.parkNanos(this, TICK);
			this.wallTime = this.time.millis();
		}
	}

	@Override
	public long wallTime() {
		return this.wallTime;
	}

	@Override
	public long monotonicTime() {
		return System.nanoTime();
	}

	@Override
	public void close() {
		this.running = false;
		LockSupport.unpark(this.thread);
	}

}
