package dev.tappet.source.redis.pubsub;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Layout;
import org.jspecify.annotations.Nullable;

/**
 * On which servers subscriptions belong.
 *
 * @param wanted what is subscribed to on each server
 * @param needed the servers that each subscription hears on now: where it stands on all
 * of them it misses nothing
 * @param home the server for what any server of a cluster passes on, or null where there
 * is none
 */
record Placement(Map<Node, Set<Subscription>> wanted, Map<Subscription, Set<Node>> needed, @Nullable Node home) {

	static final Placement NONE = new Placement(Map.of(), Map.of(), null);

	/**
	 * Places subscriptions. The nodes of a cluster pass on what is published, so one of
	 * them is enough for that. What happens to keys each primary tells only itself; there
	 * a subscription on its replicas stands ready for their promotion. A sharded channel
	 * belongs to the primary of its slot.
	 * @param layout where the servers are
	 * @param clustered whether they are a cluster
	 * @param subscriptions what is subscribed to
	 * @param before where it was before
	 * @param silent servers that do not answer
	 */
	static Placement of(Layout layout, boolean clustered, Collection<Subscription> subscriptions, Placement before,
			Set<Node> silent) {
		Node home = clustered ? home(layout, before.home(), silent) : layout.primaries().getFirst();
		Map<Node, Set<Subscription>> wanted = new LinkedHashMap<>();
		Map<Subscription, Set<Node>> needed = new LinkedHashMap<>();
		for (Subscription each : subscriptions) {
			Set<Node> on = needed(layout, clustered, each, home);
			needed.put(each, on);
			Set<Node> all = new LinkedHashSet<>(on);
			if (clustered && each.local()) {
				all.addAll(layout.all());
			}
			all.forEach((node) -> wanted.computeIfAbsent(node, (none) -> new LinkedHashSet<>()).add(each));
		}
		return new Placement(wanted, needed, home);
	}

	/**
	 * The same, with some subscriptions on more servers than they are needed on.
	 * @param staying where they are heard still
	 */
	Placement with(Map<Subscription, Set<Node>> staying) {
		Map<Node, Set<Subscription>> all = new LinkedHashMap<>();
		this.wanted.forEach((node, subscriptions) -> all.put(node, new LinkedHashSet<>(subscriptions)));
		staying.forEach((each, on) -> on
			.forEach((node) -> all.computeIfAbsent(node, (none) -> new LinkedHashSet<>()).add(each)));
		return new Placement(all, this.needed, this.home);
	}

	/** What is heard on a server still though it belongs elsewhere by now. */
	Set<Subscription> leaving(Node node) {
		Set<Subscription> leaving = new LinkedHashSet<>(this.wanted.getOrDefault(node, Set.of()));
		leaving.removeIf((each) -> !each.sharded() || this.needed.getOrDefault(each, Set.of()).contains(node));
		return leaving;
	}

	private static Set<Node> needed(Layout layout, boolean clustered, Subscription subscription, Node home) {
		if (!clustered) {
			return Set.of(home);
		}
		if (subscription.sharded()) {
			Node primary = layout.primaryOf(subscription.name());
			return (primary != null) ? Set.of(primary) : Set.of();
		}
		if (!subscription.local()) {
			return Set.of(home);
		}
		Set<Node> primaries = new LinkedHashSet<>();
		layout.parts()
			.stream()
			.filter((part) -> !part.slots().isEmpty())
			.forEach((part) -> primaries.add(part.primary()));
		if (!subscription.keyspace()) {
			primaries.add(home);
		}
		return primaries;
	}

	/** A server that answers, the same as long as it does. */
	private static Node home(Layout layout, @Nullable Node before, Set<Node> silent) {
		List<Node> all = layout.all();
		if (before != null && all.contains(before) && !silent.contains(before)) {
			return before;
		}
		return all.stream().filter((node) -> !silent.contains(node)).findFirst().orElse(all.getFirst());
	}

}
