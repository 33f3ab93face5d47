package dev.tappet.source.redis.pubsub;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import dev.tappet.source.LastingThreads;
import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.Layout;
import dev.tappet.source.redis.connection.Redis;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions to a Redis, and who hears what. It follows the servers: each has at
 * most one connection for subscriptions, and a subscription is heard on exactly those
 * that {@link Placement} says.
 */
public final class PubSubHub implements NodeSubscriptions.Owner, AutoCloseable {

	private final Redis redis;

	private final LastingThreads threads;

	private final Map<Subscription, List<SubscriptionListener>> listeners = new LinkedHashMap<>();

	private final Map<Subscription, Echoes> echoes = new HashMap<>();

	private final Map<Node, NodeSubscriptions> nodes = new LinkedHashMap<>();

	/** Servers to which no connection could be made. */
	private final Set<Node> silent = new HashSet<>();

	private final MissingRights missing = new MissingRights();

	/** The primaries that had slots when subscriptions were placed last. */
	private Set<Node> serving = Set.of();

	private final Runnable follow = this::changed;

	private Placement placement = Placement.NONE;

	/** The layout for which subscriptions were placed last. */
	private @Nullable Layout placed;

	private boolean started;

	private boolean closed;

	public PubSubHub(Redis redis, LastingThreads threads) {
		this.redis = redis;
		this.threads = threads;
	}

	/** Subscribes a listener. */
	synchronized void add(Subscription subscription, SubscriptionListener listener) {
		List<SubscriptionListener> all = new ArrayList<>(this.listeners.getOrDefault(subscription, List.of()));
		all.add(listener);
		this.listeners.put(subscription, List.copyOf(all));
		if (!this.started) {
			this.started = true;
			this.redis.onChange(this.follow);
		}
		if (this.redis.layout() != null) {
			place();
			return;
		}
		this.redis.find().whenComplete((layout, failure) -> {
			if (failure != null) {
				tell(subscription, (each) -> each.failed(Failures.unwrap(failure), System.nanoTime()));
			}
			else {
				place();
			}
		});
	}

	/** Ends a listener's subscription. */
	synchronized void remove(Subscription subscription, SubscriptionListener listener) {
		List<SubscriptionListener> left = new ArrayList<>(this.listeners.getOrDefault(subscription, List.of()));
		left.remove(listener);
		if (left.isEmpty()) {
			this.listeners.remove(subscription);
			this.echoes.remove(subscription);
		}
		else {
			this.listeners.put(subscription, List.copyOf(left));
		}
		place();
	}

	private synchronized void changed() {
		this.silent.clear();
		place();
		// Who has another role now may not have said so itself.
		this.nodes.values().forEach(NodeSubscriptions::doubt);
	}

	private synchronized void place() {
		Layout layout = this.redis.layout();
		if (layout == null || this.closed) {
			return;
		}
		Map<Subscription, Set<Node>> before = this.placement.needed();
		LastHeard heard = lastHeard(layout);
		Set<Node> replaced = replaced(layout);
		this.placement = placement(layout);
		this.placed = layout;
		this.nodes.entrySet().removeIf((each) -> {
			boolean over = !this.placement.wanted().containsKey(each.getKey());
			if (over) {
				each.getValue().close();
			}
			return over;
		});
		// Where one is heard no more it has ended before it begins elsewhere.
		this.nodes.forEach((node, each) -> each.keepOnly(this.placement.wanted().getOrDefault(node, Set.of())));
		for (Node node : this.placement.wanted().keySet()) {
			this.nodes.computeIfAbsent(node, (none) -> new NodeSubscriptions(node, this.redis, this.threads, this));
		}
		this.placement.wanted().forEach((node, subscriptions) -> known(node).want(wanted(layout, node, subscriptions)));
		before.forEach((subscription, on) -> {
			if (movesOn(subscription, on) || !Collections.disjoint(on, replaced)) {
				tell(subscription, (listener) -> listener.interrupted(heard.beforeMove(subscription)));
			}
		});
		tellHowItStands(heard);
	}

	private Placement placement(Layout layout) {
		Placement fresh = Placement.of(layout, this.redis.clustered(), this.listeners.keySet(), this.placement,
				this.silent);
		Layout then = this.placed;
		return (then == null) ? fresh : new Handover(this.placement, then, layout).to(fresh, this::stands);
	}

	private boolean stands(Node node, Subscription subscription) {
		NodeSubscriptions known = this.nodes.get(node);
		return known != null && known.stands(subscription);
	}

	/**
	 * Whether a subscription begins to hear on another server, where it may stand by the
	 * time that it is looked at. What happens to keys it hears there already.
	 */
	private boolean movesOn(Subscription subscription, Set<Node> from) {
		Set<Node> to = this.placement.needed().getOrDefault(subscription, Set.of());
		return !subscription.local() && !from.isEmpty() && !from.equals(to);
	}

	/** What was heard under another layout was not all, once it had changed. */
	private LastHeard lastHeard(Layout layout) {
		long now = System.nanoTime();
		return LastHeard.of(this.placement.needed(), (node) -> {
			NodeSubscriptions known = this.nodes.get(node);
			return (known != null) ? known.heardUntil() : null;
		}, layout.equals(this.placed) ? now : this.redis.heldUntil(), now, this.redis.clustered());
	}

	/**
	 * Primaries that have lost their slots while they did not answer. They may have had
	 * something to tell, and what other nodes passed on to them meanwhile is gone, also
	 * where the connection to them outlives it.
	 */
	private Set<Node> replaced(Layout layout) {
		Set<Node> now = layout.parts()
			.stream()
			.filter((part) -> !part.slots().isEmpty())
			.map(Layout.Part::primary)
			.collect(Collectors.toSet());
		Set<Node> replaced = this.serving.stream().filter((node) -> !now.contains(node)).filter((node) -> {
			NodeSubscriptions known = this.nodes.get(node);
			return known != null && known.falters();
		}).collect(Collectors.toSet());
		this.serving = now;
		return replaced;
	}

	private NodeSubscriptions known(Node node) {
		NodeSubscriptions known = this.nodes.get(node);
		if (known == null) {
			throw new IllegalStateException("nothing is wanted on " + node);
		}
		return known;
	}

	private Wanted wanted(Layout layout, Node node, Set<Subscription> subscriptions) {
		boolean clustered = this.redis.clustered();
		List<Wanted.Audience> audiences = subscriptions.stream()
			.map((each) -> new Wanted.Audience(each, this.listeners.getOrDefault(each, List.of()),
					clustered && each.local(), node.equals(this.placement.home()), clustered ? echoes(each) : null))
			.toList();
		return clustered ? Wanted.in(audiences, node, layout, this::tail) : Wanted.of(audiences, new BitSet(), null);
	}

	private @Nullable Echoes echoes(Subscription subscription) {
		return subscription.sharded() ? this.echoes.computeIfAbsent(subscription, (none) -> new Echoes()) : null;
	}

	private @Nullable Tail tail(Node node) {
		NodeSubscriptions known = this.nodes.get(node);
		return (known != null) ? known.tail() : null;
	}

	private void tellHowItStands(LastHeard heard) {
		this.placement.needed().forEach((subscription, on) -> {
			boolean stands = !on.isEmpty() && on.stream().allMatch((node) -> known(node).stands(subscription));
			tell(subscription, stands ? SubscriptionListener::subscribed
					: (listener) -> listener.interrupted(heard.of(subscription)));
		});
	}

	@Override
	public synchronized void stands() {
		Layout layout = this.placed;
		if (!this.closed && layout != null) {
			tellHowItStands(lastHeard(layout));
		}
	}

	@Override
	public synchronized void lost(NodeSubscriptions node, Throwable failure, boolean opened) {
		if (this.closed || !node.equals(this.nodes.get(node.node()))) {
			return;
		}
		this.redis.lookSoon();
		if (!opened) {
			this.silent.add(node.node());
			Layout layout = this.redis.layout();
			if (layout != null && this.silent.containsAll(layout.all())) {
				// None is better than the others: each gets its turn.
				this.silent.retainAll(Set.of(node.node()));
			}
		}
		if (!opened && this.redis.clustered() && node.node().equals(this.placement.home())) {
			place();
		}
		this.placement.needed().forEach((subscription, on) -> {
			if (on.contains(node.node())) {
				tell(subscription, (listener) -> listener.failed(failure, beforeLoss(node, subscription)));
			}
		});
		Set<Subscription> leaving = this.placement.leaving(node.node());
		leaving.forEach((subscription) -> tell(subscription,
				(listener) -> listener.interrupted(beforeLoss(node, subscription))));
		if (!leaving.isEmpty()) {
			place();
		}
	}

	private long beforeLoss(NodeSubscriptions node, Subscription subscription) {
		return LastHeard.beforeLoss(subscription, node.heardUntil(), this.redis.clustered());
	}

	@Override
	public synchronized void ended(NodeSubscriptions node, Subscription subscription) {
		Layout layout = this.placed;
		if (this.closed || layout == null || !node.equals(this.nodes.get(node.node()))) {
			return;
		}
		if (this.placement.needed().getOrDefault(subscription, Set.of()).contains(node.node())) {
			long until = lastHeard(layout).beforeMove(subscription);
			tell(subscription, (listener) -> listener.interrupted(until));
		}
		else {
			place();
		}
	}

	@Override
	public synchronized void refused(NodeSubscriptions node, Subscription subscription, Throwable failure) {
		this.redis.lookSoon();
		if (this.placement.needed().getOrDefault(subscription, Set.of()).contains(node.node())) {
			tell(subscription, (listener) -> listener.failed(failure, node.heardUntil()));
		}
		else if (this.placement.leaving(node.node()).contains(subscription)) {
			place();
		}
	}

	@Override
	public void lacks(String right, Throwable refusal) {
		this.missing.tell(right, this.redis.place(), refusal);
	}

	/** Event loops ask this too, so it waits for nobody. */
	@Override
	public boolean primary(Node node) {
		Layout layout = this.redis.layout();
		return layout != null && layout.primaries().contains(node);
	}

	private synchronized void tell(Subscription subscription, Consumer<SubscriptionListener> what) {
		this.listeners.getOrDefault(subscription, List.of()).forEach(what);
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.redis.offChange(this.follow);
		this.nodes.values().forEach(NodeSubscriptions::close);
	}

}
