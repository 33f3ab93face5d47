package dev.tappet.test;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits until something is so, and fails the test where it does not become so in time.
 *
 * @param limit how long to wait at most
 */
record Patience(Duration limit) {

	private static final Duration PAUSE = Duration.ofMillis(10);

	/**
	 * Waits.
	 * @param condition what is waited for
	 * @param wanted what that is, in words
	 * @param found what is so instead
	 */
	void await(BooleanSupplier condition, String wanted, Supplier<String> found) {
		long begun = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - begun > this.limit.toNanos()) {
				throw new AssertionError(
						"%s, within %d s; but %s".formatted(wanted, this.limit.toSeconds(), found.get()));
			}
			LockSupport.parkNanos(this, PAUSE.toNanos());
			if (Thread.interrupted()) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("interrupted while waiting: " + wanted);
			}
		}
	}

}
