package dev.tappet.source.redis.pubsub;

import java.time.Duration;
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
 * @param clustered whether the servers are a cluster
 */
record LastHeard(Map<Subscription, Long> times, long now, boolean clustered) {

	/**
	 * For how long the nodes of a cluster may not have told each other what one of them
	 * knows: that a slot has another owner, or that something was published.
	 */
	static final long DISPUTE = Duration.ofSeconds(2).toNanos();

	/**
	 * Puts together what is known.
	 * @param needed the servers that each subscription was to hear on
	 * @param heard until when everything was certainly heard on a server, or null where
	 * it is not listened to
	 * @param held until when those were certainly the right servers
	 * @param now the time
	 * @param clustered whether the servers are a cluster
	 * @return the earliest of these, for each
	 */
	static LastHeard of(Map<Subscription, Set<Node>> needed, Function<Node, @Nullable Long> heard, long held, long now,
			boolean clustered) {
		Map<Subscription, Long> times = new HashMap<>();
		needed.forEach((subscription, on) -> {
			long longest = Math.max(0, now - held);
			for (Node node : on) {
				Long until = heard.apply(node);
				longest = (until != null) ? Math.max(longest, now - until) : longest;
			}
			times.put(subscription, now - longest);
		});
		return new LastHeard(times, now, clustered);
	}

	long of(Subscription subscription) {
		return this.times.getOrDefault(subscription, this.now);
	}

	/** The same where it is elsewhere now. */
	long beforeMove(Subscription subscription) {
		return subscription.sharded() ? of(subscription) - DISPUTE
				: beforeLoss(subscription, of(subscription), this.clustered);
	}

	/**
	 * Until when all was certainly heard by a connection that is lost. The answer to a
	 * ping says that all has arrived that the server had, and not what other nodes had
	 * published and not passed on to it yet.
	 * @param subscription what was heard
	 * @param answered when the last ping was sent that was answered
	 * @param clustered whether the servers are a cluster
	 */
	static long beforeLoss(Subscription subscription, long answered, boolean clustered) {
		return (clustered && subscription.isPassedOn()) ? answered - DISPUTE : answered;
	}

}
