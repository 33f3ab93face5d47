package dev.tappet.source.kafka.poll;

import java.util.function.Supplier;

import org.apache.kafka.common.errors.WakeupException;

/**
 * Calls of a consumer that a late wake-up must not end: it was meant for a poll that had
 * ended already.
 */
final class Undisturbed {

	private static final int TRIES = 3;

	private Undisturbed() {
	}

	static <T> T get(Supplier<T> call) {
		for (int i = 1; i < TRIES; i++) {
			try {
				return call.get();
			}
			catch (WakeupException ex) {
				// Once more.
			}
		}
		return call.get();
	}

	static void run(Runnable call) {
		get(() -> {
			call.run();
			return true;
		});
	}

}
