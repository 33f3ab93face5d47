package dev.tappet.source.redis;

import java.time.Instant;

import dev.tappet.source.Wish;
import org.jspecify.annotations.Nullable;

/**
 * A wish as it is kept: its state, when it was said in ms, and by whom.
 */
final class WishText {

	private static final String PAUSED = "paused";

	private static final String RUNNING = "running";

	private WishText() {
	}

	static String state(boolean paused) {
		return paused ? PAUSED : RUNNING;
	}

	/** Reads a wish, or null where somebody else has written something else. */
	static @Nullable Wish read(String text) {
		String[] parts = text.split(" ", 3);
		if (parts.length != 3 || !(parts[0].equals(PAUSED) || parts[0].equals(RUNNING))) {
			return null;
		}
		try {
			return new Wish(parts[0].equals(PAUSED), Instant.ofEpochMilli(Long.parseLong(parts[1])), parts[2]);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
