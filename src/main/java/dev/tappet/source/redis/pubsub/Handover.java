package dev.tappet.source.redis.pubsub;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Layout;

/**
 * Where a sharded channel is heard still when its slot has another owner. A primary and
 * its replicas pass on to each other what is published to it, so of those only one is
 * ever heard. Any other server that had the slot may not know yet that it has it no more:
 * what it takes until then only it tells, and it ends the subscription when it knows.
 *
 * @param before what was heard where
 * @param then the layout by which that was
 * @param now the layout that there is
 */
record Handover(Placement before, Layout then, Layout now) {

	/**
	 * Adds to where subscriptions belong where they are heard still.
	 * @param after where they belong now
	 * @param stands whether one stands on a server
	 */
	Placement to(Placement after, BiPredicate<Node, Subscription> stands) {
		Map<Subscription, Set<Node>> staying = new LinkedHashMap<>();
		after.needed().forEach((subscription, on) -> {
			if (subscription.sharded()) {
				on.forEach((owner) -> staying.put(subscription,
						staying(subscription, owner, (node) -> stands.test(node, subscription))));
			}
		});
		return after.with(staying);
	}

	/**
	 * The servers that go on being heard beside the owner.
	 * @param subscription the sharded channel
	 * @param owner who has its slot now
	 * @param stands whether the subscription stands on a server
	 * @return those that have not ended it
	 */
	private Set<Node> staying(Subscription subscription, Node owner, Predicate<Node> stands) {
		Set<Node> staying = new LinkedHashSet<>();
		for (Map.Entry<Node, Set<Subscription>> each : this.before.wanted().entrySet()) {
			Node node = each.getKey();
			if (each.getValue().contains(subscription) && !node.equals(owner) && this.now.primaries().contains(node)
					&& !akin(this.then, node, owner) && !akin(this.now, node, owner) && stands.test(node)) {
				staying.add(node);
			}
		}
		return staying;
	}

	private static boolean akin(Layout layout, Node one, Node other) {
		return layout.parts().stream().anyMatch((part) -> isOf(part, one) && isOf(part, other));
	}

	private static boolean isOf(Layout.Part part, Node node) {
		return part.primary().equals(node) || part.replicas().contains(node);
	}

}
