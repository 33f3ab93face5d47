package dev.tappet.example;

import java.time.Duration;

/**
 * A message at its place in a queue.
 *
 * @param message the message
 * @param attempts how often it was taken
 * @param taken whether somebody has it
 * @param dueAt from when on it may be taken, by {@link System#nanoTime()}
 */
record Place(MemoryMessage message, int attempts, boolean taken, long dueAt) {

	static Place of(MemoryMessage message) {
		return new Place(message, 0, false, System.nanoTime());
	}

	boolean isDue(long now) {
		return !this.taken && this.dueAt - now <= 0;
	}

	/** Whether both may be in one batch. */
	boolean goesWith(Place other) {
		return this.attempts == other.attempts && this.message.replay() == other.message.replay();
	}

	Place take() {
		return new Place(this.message, this.attempts + 1, true, this.dueAt);
	}

	Place release() {
		return new Place(this.message, this.attempts - 1, false, this.dueAt);
	}

	Place postpone(Duration delay) {
		return new Place(this.message, this.attempts, false, System.nanoTime() + delay.toNanos());
	}

}
