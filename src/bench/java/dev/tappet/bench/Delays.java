package dev.tappet.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Notes how long each message was under way: it begins with the time of its publication.
 */
final class Delays extends Handled {

	private final Histogram nanos = new ConcurrentHistogram(TimeUnit.HOURS.toNanos(1), 3);

	private final AtomicInteger handled = new AtomicInteger();

	private final int unmeasured;

	/**
	 * Notes nothing at first.
	 * @param unmeasured messages that warm up what has rested
	 */
	Delays(int unmeasured) {
		this.unmeasured = unmeasured;
	}

	static byte[] stamp(byte[] payload) {
		byte[] stamped = payload.clone();
		ByteBuffer.wrap(stamped).putLong(System.nanoTime());
		return stamped;
	}

	@Override
	void accept(byte[] payload) {
		if (this.handled.getAndIncrement() >= this.unmeasured) {
			this.nanos.recordValue(System.nanoTime() - ByteBuffer.wrap(payload).getLong());
		}
		super.accept(payload);
	}

	@Override
	void reset() {
		super.reset();
		this.handled.set(0);
		this.nanos.reset();
	}

	/** What was noted since the reset, in nanoseconds. */
	Histogram noted() {
		return this.nanos.copy();
	}

}
