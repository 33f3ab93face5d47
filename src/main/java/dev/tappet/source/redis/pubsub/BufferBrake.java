package dev.tappet.source.redis.pubsub;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import dev.tappet.source.redis.connection.Brake;

/**
 * Presses the brake while a listener's buffer is nearly full. A handler that keeps up but
 * for a moment, such as the first of a process, then loses nothing; for one that does not
 * the brake is soon released, since others hear on the same connection.
 */
final class BufferBrake {

	private enum State {

		RELEASED, PRESSED, GIVEN_UP

	}

	private final AtomicReference<State> state = new AtomicReference<>(State.RELEASED);

	/** Tells one time of pressing from the next. */
	private final AtomicLong times = new AtomicLong();

	private final Brake brake;

	private final Consumer<Runnable> timer;

	private final int high;

	private final int low;

	/**
	 * Makes the brake of one buffer.
	 * @param brake the brake of the connection
	 * @param buffer most messages that the listener may have unfinished
	 * @param timer runs what it is given when patience is at an end
	 */
	BufferBrake(Brake brake, int buffer, Consumer<Runnable> timer) {
		this.brake = brake;
		this.timer = timer;
		// What is left takes up the piece that is being decoded.
		this.high = buffer - buffer / 4;
		this.low = buffer / 2;
	}

	/** So many messages are unfinished, one more than before. */
	void grown(int unfinished) {
		if (unfinished >= this.high && this.state.compareAndSet(State.RELEASED, State.PRESSED)) {
			this.brake.press();
			long current = this.times.incrementAndGet();
			this.timer.accept(() -> giveUp(current));
		}
	}

	/** So many messages are unfinished, fewer than before. */
	void shrunk(int unfinished) {
		if (unfinished > this.low || this.state.get() == State.RELEASED) {
			return;
		}
		if (this.state.compareAndSet(State.PRESSED, State.RELEASED)) {
			this.brake.release();
		}
		else {
			this.state.compareAndSet(State.GIVEN_UP, State.RELEASED);
		}
	}

	private void giveUp(long time) {
		if (this.times.get() == time && this.state.compareAndSet(State.PRESSED, State.GIVEN_UP)) {
			this.brake.release();
		}
	}

}
