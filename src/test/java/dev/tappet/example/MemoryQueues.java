package dev.tappet.example;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The queues by their names: where a real broker has its connection.
 */
final class MemoryQueues {

	private final Map<String, MemoryQueue> queues = new ConcurrentHashMap<>();

	private volatile boolean away;

	MemoryQueue get(String name) {
		return this.queues.computeIfAbsent(name, (each) -> new MemoryQueue(() -> this.away));
	}

	Collection<MemoryQueue> all() {
		return this.queues.values();
	}

	/** Has every queue refuse what it is asked, or no more. */
	void setAway(boolean away) {
		this.away = away;
	}

}
