package dev.tappet.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time of day at a reading of {@link System#nanoTime()}. A delivery reads that one
 * anyway, and to ask the system for the other with each costs as much again.
 */
final class WallTime {

	/** How long a clock may have been put right before it is noticed. */
	private static final long AGE = Duration.ofMillis(10).toNanos();

	private static final long MILLI = Duration.ofMillis(1).toNanos();

	private final Clock clock;

	private final LongSupplier nanos;

	private volatile Reading last;

	/**
	 * Both times at one moment.
	 */
	private record Reading(long millis, long nanos) {
	}

	WallTime(Clock clock, LongSupplier nanos) {
		this.clock = clock;
		this.nanos = nanos;
		this.last = read();
	}

	private Reading read() {
		return new Reading(this.clock.millis(), this.nanos.getAsLong());
	}

	/** The milliseconds since 1970 at a reading of a short while ago. */
	long millisAt(long nanos) {
		Reading known = this.last;
		if (nanos - known.nanos > AGE) {
			known = read();
			this.last = known;
		}
		return known.millis + Math.floorDiv(nanos - known.nanos, MILLI);
	}

}
