package dev.tappet.source.redis.connection;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stops the decoding of what was read for subscriptions as long as any listener presses
 * it. All of them hear on the same connection.
 */
public final class Brake {

	private final AtomicInteger pressedBy = new AtomicInteger();

	private final Set<Runnable> decoders = new CopyOnWriteArraySet<>();

	/** Whether decoding has to wait. */
	public boolean isPressed() {
		return this.pressedBy.get() > 0;
	}

	/** A listener asks to be waited for. */
	public void press() {
		this.pressedBy.incrementAndGet();
	}

	/** It does not any more. */
	public void release() {
		if (this.pressedBy.decrementAndGet() <= 0) {
			this.decoders.forEach(Runnable::run);
		}
	}

	/** Calls back when decoding may go on. */
	void add(Runnable decoder) {
		this.decoders.add(decoder);
	}

	void remove(Runnable decoder) {
		this.decoders.remove(decoder);
	}

}
