package dev.tappet.source.redis.pubsub;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A time in which a buffer had no room now and then. It begins with the first message
 * that is dropped and is over when the handlers have caught up to a half.
 */
final class Overflow {

	private final AtomicReference<@Nullable Instant> since = new AtomicReference<>();

	private final int low;

	private final Clock clock;

	private final Consumer<Instant> over;

	/**
	 * Makes an overflow that has not begun.
	 * @param bound most messages that the buffer holds
	 * @param clock for the time that it began
	 * @param over told when it is over, and since when it was
	 */
	Overflow(int bound, Clock clock, Consumer<Instant> over) {
		this.low = bound / 2;
		this.clock = clock;
		this.over = over;
	}

	/** A message was dropped; says whether it is the first one. */
	boolean dropped() {
		return this.since.get() == null && this.since.compareAndSet(null, this.clock.instant());
	}

	/** So many messages are unfinished. */
	void left(int unfinished) {
		if (unfinished <= this.low && this.since.get() != null) {
			Instant began = this.since.getAndSet(null);
			if (began != null) {
				this.over.accept(began);
			}
		}
	}

}
