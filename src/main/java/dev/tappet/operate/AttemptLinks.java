package dev.tappet.operate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the span of each message's last failed attempt, so that the next attempt in
 * this instance can be linked to it. What is not tried again is forgotten in time.
 *
 * @param <T> what a span is known by
 */
final class AttemptLinks<T> {

	private static final int MOST = 10_000;

	private final Map<String, T> failed = new LinkedHashMap<>();

	private final int most;

	AttemptLinks() {
		this(MOST);
	}

	AttemptLinks(int most) {
		this.most = most;
	}

	synchronized void failed(String message, T span) {
		this.failed.remove(message);
		this.failed.put(message, span);
		if (this.failed.size() > this.most) {
			this.failed.remove(this.failed.keySet().iterator().next());
		}
	}

	/** The attempt before, which is forgotten. */
	synchronized @Nullable T before(String message) {
		return this.failed.remove(message);
	}

}
