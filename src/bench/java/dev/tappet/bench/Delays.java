package dev.tappet.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Notes how long each message was under way: it begins with the time of its publication.
 */
final class Delays extends Handled {

	private final long[] nanos;

	private final AtomicInteger next = new AtomicInteger();

	Delays(int most) {
		this.nanos = new long[most];
	}

	static byte[] stamp(byte[] payload) {
		byte[] stamped = payload.clone();
		ByteBuffer.wrap(stamped).putLong(System.nanoTime());
		return stamped;
	}

	@Override
	void accept(byte[] payload) {
		int position = this.next.getAndIncrement();
		if (position < this.nanos.length) {
			this.nanos[position] = System.nanoTime() - ByteBuffer.wrap(payload).getLong();
		}
		super.accept(payload);
	}

	@Override
	void reset() {
		super.reset();
		this.next.set(0);
	}

	/** The delays since a message on. */
	long[] since(int first) {
		int last = Math.min(this.next.get(), this.nanos.length);
		return Arrays.copyOfRange(this.nanos, Math.min(first, last), last);
	}

}
