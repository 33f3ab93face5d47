package dev.tappet.source.redis.pubsub;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Layout;
import org.jspecify.annotations.Nullable;

/**
 * What is heard on one server, and by whom.
 *
 * @param channels by channel
 * @param patterns by pattern
 * @param shards by sharded channel
 * @param slots the slots of the server, or of its primary, where events depend on its
 * role
 * @param predecessor what was heard from its primary, or null where it is one itself
 */
record Wanted(Map<String, Audience> channels, Map<String, Audience> patterns, Map<String, Audience> shards,
		BitSet slots, @Nullable Tail predecessor) {

	/**
	 * Who hears a subscription.
	 *
	 * @param subscription the subscription
	 * @param listeners who hears
	 * @param gated whether events of keys pass only while the server is a primary
	 * @param home whether what is no event of a key is heard on this server
	 * @param echoes tells what another server has told already, or null where none does
	 */
	record Audience(Subscription subscription, List<SubscriptionListener> listeners, boolean gated, boolean home,
			@Nullable Echoes echoes) {

		void hear(Stream stream, String channel, byte[] body) {
			for (SubscriptionListener listener : this.listeners) {
				listener.message(stream, this.subscription.name(), channel, body);
			}
		}

	}

	static Wanted nothing() {
		return of(List.of(), new BitSet(), null);
	}

	/**
	 * What is heard on a server of a cluster.
	 * @param audiences who hears what
	 * @param node the server
	 * @param layout the cluster
	 * @param tails what was heard from each server, where it is listened to
	 */
	static Wanted in(List<Audience> audiences, Node node, Layout layout, Function<Node, @Nullable Tail> tails) {
		for (Layout.Part part : layout.parts()) {
			if (part.primary().equals(node)) {
				return of(audiences, part.slots(), null);
			}
			if (part.replicas().contains(node)) {
				return of(audiences, part.slots(), tails.apply(part.primary()));
			}
		}
		return of(audiences, new BitSet(), null);
	}

	static Wanted of(List<Audience> audiences, BitSet slots, @Nullable Tail predecessor) {
		Map<String, Audience> channels = new HashMap<>();
		Map<String, Audience> patterns = new HashMap<>();
		Map<String, Audience> shards = new HashMap<>();
		for (Audience each : audiences) {
			Subscription subscription = each.subscription();
			Map<String, Audience> kind = subscription.sharded() ? shards : subscription.pattern() ? patterns : channels;
			kind.put(subscription.name(), each);
		}
		return new Wanted(channels, patterns, shards, slots, predecessor);
	}

	/** The same for some subscriptions alone. */
	Wanted only(Set<Subscription> subscriptions) {
		List<Audience> left = audiences().stream()
			.filter((each) -> subscriptions.contains(each.subscription()))
			.toList();
		return of(left, this.slots, this.predecessor);
	}

	List<Audience> audiences() {
		List<Audience> all = new ArrayList<>(this.channels.values());
		all.addAll(this.patterns.values());
		all.addAll(this.shards.values());
		return all;
	}

	@Nullable Audience of(Subscription subscription) {
		Map<String, Audience> kind = subscription.sharded() ? this.shards
				: subscription.pattern() ? this.patterns : this.channels;
		return kind.get(subscription.name());
	}

	/** Whether what is heard depends on the role of the server. */
	boolean gated() {
		return audiences().stream().anyMatch(Audience::gated);
	}

}
