package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.tappet.source.LastingThreads;
import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * The whole of one named connection: its servers, of which a cluster has several, and the
 * connection to each that all triggers share.
 */
public final class Redis implements AutoCloseable {

	/** Where all keys have one server, it is that of this slot. */
	private static final int ANY = 0;

	private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

	/** A look that is refused must not be the reason for the next. */
	private static final long REFUSALS = Duration.ofSeconds(1).toNanos();

	private final RedisConnector connector;

	private final Link.Opener opener;

	private final boolean clustered;

	private final Wakeups wakeups = new Wakeups();

	private final Map<Node, Link> links = new ConcurrentHashMap<>();

	private final Map<Integer, RedisServer> servers = new ConcurrentHashMap<>();

	private final Scout scout;

	private final RedisServer whole;

	private volatile boolean closed;

	private final Link.Observer observer = new Link.Observer() {

		private volatile long refusedAt = System.nanoTime();

		@Override
		public void lost(Link link) {
			lookSoon();
			Redis.this.servers.values().forEach((server) -> server.lost(link));
		}

		@Override
		public void refused(Link link) {
			Layout known = layout();
			// A replica may be down for long, and looking for the primary asks it too.
			boolean primary = known != null && known.primaries().contains(link.node());
			if (Redis.this.clustered || (primary && System.nanoTime() - this.refusedAt > REFUSALS)) {
				this.refusedAt = System.nanoTime();
				lookSoon();
			}
		}

	};

	/**
	 * Connects to nothing yet.
	 * @param connector opens connections
	 * @param threads where it is looked for servers that may move
	 */
	public Redis(RedisConnector connector, LastingThreads threads) {
		this(connector, threads, false);
	}

	private Redis(RedisConnector connector, LastingThreads threads, boolean looksOnly) {
		this.connector = connector;
		this.opener = looksOnly ? connector::openToLook
				: (node, disconnected) -> connector.open(node, this.wakeups, disconnected);
		this.clustered = connector.definition().topology() instanceof Topology.Cluster;
		Finder finder = Finders.of(connector, (node) -> link(node).connect(), this::lookSoon);
		this.scout = new Scout(connector.place(), finder, connector.connectTimeout().plus(connector.patience()),
				threads);
		this.scout.onChange(this::changed);
		this.whole = new RedisServer(this, ANY);
		this.servers.put(ANY, this.whole);
	}

	/**
	 * The same for whoever only looks: nothing is ever written to find the servers.
	 * @param connector opens connections
	 * @param threads where it is looked for servers that may move
	 */
	public static Redis toLook(RedisConnector connector, LastingThreads threads) {
		return new Redis(connector, threads, true);
	}

	/** The server that has a key, also when another has it later. */
	public RedisServer serverOf(String key) {
		return this.clustered ? this.servers.computeIfAbsent(Layout.slotOf(key), (slot) -> new RedisServer(this, slot))
				: this.whole;
	}

	/** Where it is, without secrets. */
	public String place() {
		return this.connector.place();
	}

	public boolean clustered() {
		return this.clustered;
	}

	public RedisConnector connector() {
		return this.connector;
	}

	/** Wakes who waits for a change of a key, on whichever server. */
	public Wakeups wakeups() {
		return this.wakeups;
	}

	/** How long a reply may take before a connection counts as dead. */
	public Duration patience() {
		return this.connector.patience();
	}

	/** The layout as it was found last, or null before the first look. */
	public @Nullable Layout layout() {
		return this.scout.layout();
	}

	/**
	 * Until when the layout before this one certainly held, as {@link System#nanoTime()}
	 * has it: it has changed at some time after that.
	 */
	public long heldUntil() {
		return this.scout.heldUntil();
	}

	/**
	 * When the look began that has found the layout last, as before or another one, as
	 * {@link System#nanoTime()} has it.
	 */
	public long confirmedAt() {
		return this.scout.confirmedAt();
	}

	/** The layout, which is looked for where it is not known yet. */
	public CompletionStage<Layout> find() {
		return this.scout.find();
	}

	/** Opens a connection to one server for one caller alone. */
	public CompletionStage<OwnConnection> openOwn(Node node) {
		return this.connector.openOwn(node);
	}

	/** Calls back, on a thread that must not be held up, when the layout is another. */
	public void onChange(Runnable listener) {
		this.scout.onChange(listener);
	}

	/** Calls back no more. */
	public void offChange(Runnable listener) {
		this.scout.offChange(listener);
	}

	/** Something looks as if servers had changed their places or their roles. */
	public void lookSoon() {
		this.scout.lookSoon();
	}

	Link link(Node node) {
		Link link = this.links.get(node);
		return (link != null) ? link : this.links.computeIfAbsent(node, this::newLink);
	}

	private Link newLink(Node node) {
		retireLater(node);
		return new Link(node, this.opener, this.observer);
	}

	private void changed() {
		this.links.keySet().forEach(this::retireLater);
		this.servers.values().forEach(RedisServer::follow);
	}

	/** What a server still answers that has lost its role is waited for, but not long. */
	private void retireLater(Node node) {
		if (!isOfUse(node)) {
			Schedulers.parallel().schedule(() -> retire(node), LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void retire(Node node) {
		if (this.closed) {
			return;
		}
		if (this.scout.layout() == null) {
			retireLater(node);
		}
		else if (!isOfUse(node)) {
			Link link = this.links.remove(node);
			if (link != null) {
				link.close();
			}
		}
	}

	private boolean isOfUse(Node node) {
		Layout layout = this.scout.layout();
		return layout != null && (this.clustered ? layout.primaries() : layout.all()).contains(node);
	}

	@Override
	public void close() {
		this.closed = true;
		this.scout.close();
		this.connector.close();
	}

}
