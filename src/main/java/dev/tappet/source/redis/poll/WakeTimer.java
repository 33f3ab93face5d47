package dev.tappet.source.redis.poll;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * Wakes a poller at a time. A thread that parks for a time of its own sets a timer each
 * time that it parks, which costs more than the message that it parked for; a timer that
 * stands is left standing.
 */
final class WakeTimer {

	private record Time(long nanos) {
	}

	private final Runnable wake;

	private final AtomicReference<@Nullable Time> standing = new AtomicReference<>();

	WakeTimer(Runnable wake) {
		this.wake = wake;
	}

	/**
	 * Wakes at a time or before.
	 * @param nanos the time, of {@link System#nanoTime()}
	 */
	void setFor(long nanos) {
		Time current = this.standing.get();
		if (current != null && current.nanos() - nanos <= 0) {
			return;
		}
		Time next = new Time(nanos);
		this.standing.set(next);
		try {
			Schedulers.parallel()
				.schedule(() -> ring(next), Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
		}
		catch (RuntimeException | Error ex) {
			// A timer that does not stand must not keep others from being set.
			this.standing.set(null);
			throw ex;
		}
	}

	private void ring(Time time) {
		// One that an earlier one has replaced is silent.
		if (this.standing.compareAndSet(time, null)) {
			this.wake.run();
		}
	}

}
