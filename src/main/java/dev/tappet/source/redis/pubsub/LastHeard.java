package dev.tappet.source.redis.pubsub;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import org.jspecify.annotations.Nullable;

/**
 * Until when each subscription was certainly heard where it has been so far. All times
 * are those of {@link System#nanoTime()}.
 *
 * @param times by subscription
 * @param now the time, for what has been nowhere yet
 */
record LastHeard(Map<Subscription, Long> times, long now) {

	/**
	 * Puts together what is known.
	 * @param needed the servers that each subscription was to hear on
	 * @param heard until when everything was certainly heard on a server, or null where
	 * it is not listened to
	 * @param held until when those were certainly the right servers
	 * @param now the time
	 * @return the earliest of these, for each
	 */
	static LastHeard of(Map<Subscription, Set<Node>> needed, Function<Node, @Nullable Long> heard, long held,
			long now) {
		Map<Subscription, Long> times = new HashMap<>();
		needed.forEach((subscription, on) -> {
			long longest = Math.max(0, now - held);
			for (Node node : on) {
				Long until = heard.apply(node);
				longest = (until != null) ? Math.max(longest, now - until) : longest;
			}
			times.put(subscription, now - longest);
		});
		return new LastHeard(times, now);
	}

	long of(Subscription subscription) {
		return this.times.getOrDefault(subscription, this.now);
	}

}
