package dev.tappet.source.redis.pubsub;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The subscriptions that a server has ended by itself, because their slot is elsewhere.
 * One that is a replica of the new owner would take them again at once, and tell what the
 * new owner tells as well; so they rest until it was looked who has the slot. All times
 * are those of {@link System#nanoTime()}.
 */
final class Endings {

	/** For how long they rest where no look succeeds. */
	static final Duration REST = Duration.ofSeconds(1);

	private final Map<Subscription, Long> times = new ConcurrentHashMap<>();

	void ended(Subscription subscription, long now) {
		this.times.put(subscription, now);
	}

	/**
	 * Whether it is not to be asked for again yet.
	 * @param subscription the subscription
	 * @param looked when the last look began that found where the servers are
	 * @param now the time
	 */
	boolean rests(Subscription subscription, long looked, long now) {
		Long at = this.times.get(subscription);
		return at != null && looked - at <= 0 && now - at < REST.toNanos();
	}

	/** Forgets those that are not wanted any more: who wants them later has looked. */
	void keep(Predicate<Subscription> wanted) {
		this.times.keySet().removeIf(wanted.negate());
	}

}
