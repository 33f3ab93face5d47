package dev.tappet.source.redis.connection;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stops the decoding of what was read for subscriptions while a listener is behind.
 */
public final class Throttle {

	private final AtomicInteger behind = new AtomicInteger();

	private final Set<Runnable> decoders = new CopyOnWriteArraySet<>();

	/** Whether decoding may go on. */
	public boolean isOpen() {
		return this.behind.get() <= 0;
	}

	/** A listener asks to be waited for. */
	public void hold() {
		this.behind.incrementAndGet();
	}

	/** It does not any more. */
	public void release() {
		if (this.behind.decrementAndGet() <= 0) {
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
