package dev.tappet.source.redis.pubsub;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.tappet.source.redis.connection.Throttle;
import reactor.core.scheduler.Schedulers;

/**
 * Has a listener waited for when its buffer runs full. A handler that keeps up but for a
 * moment, such as the first of a process, then loses nothing; one that does not is given
 * up soon, for others hear on the same connection.
 */
final class Holdup {

	private static final Duration PATIENCE = Duration.ofMillis(100);

	private enum State {

		FLOWING, HOLDING, GIVEN_UP

	}

	private final AtomicReference<State> state = new AtomicReference<>(State.FLOWING);

	private final AtomicLong number = new AtomicLong();

	private final Throttle throttle;

	private final int high;

	private final int low;

	/**
	 * Makes the hold-up of a listener.
	 * @param throttle stops the decoding
	 * @param buffer most messages that the listener may have unfinished
	 */
	Holdup(Throttle throttle, int buffer) {
		this.throttle = throttle;
		// What is left takes up the piece that is being decoded.
		this.high = buffer - buffer / 4;
		this.low = buffer / 2;
	}

	/** So many messages are unfinished, one more than before. */
	void grown(int unfinished) {
		if (unfinished >= this.high && this.state.compareAndSet(State.FLOWING, State.HOLDING)) {
			this.throttle.hold();
			long current = this.number.incrementAndGet();
			Schedulers.parallel().schedule(() -> giveUp(current), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/** So many messages are unfinished, fewer than before. */
	void shrunk(int unfinished) {
		if (unfinished > this.low || this.state.get() == State.FLOWING) {
			return;
		}
		if (this.state.compareAndSet(State.HOLDING, State.FLOWING)) {
			this.throttle.release();
		}
		else {
			this.state.compareAndSet(State.GIVEN_UP, State.FLOWING);
		}
	}

	private void giveUp(long holdup) {
		if (this.number.get() == holdup && this.state.compareAndSet(State.HOLDING, State.GIVEN_UP)) {
			this.throttle.release();
		}
	}

}
