package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.source.LastingThreads;
import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Redis;
import dev.tappet.source.redis.connection.Session;
import org.jspecify.annotations.Nullable;

/**
 * Looks after all keys of this worker on one Redis, in turn with the other workers: a key
 * that another has looked at just before is left out. So a key costs the server the same
 * however many workers there are. No server is waited for: each has rounds of its own.
 */
public final class Lookout implements AutoCloseable {

	/** A key to look after. */
	public interface Key {

		/** The connection that it is worked on by, or null where there is none. */
		@Nullable Session session();

		/** Whether this worker holds something of it. */
		boolean holding();

		/** The key that says for a while that somebody has looked. */
		String looked();

		/** How to look at it now. */
		Look.Kind kind();

		CompletionStage<Optional<Look>> look(Look.Kind kind);

		/**
		 * Somebody has looked.
		 * @param look what was seen
		 * @param missing who holds something and shows no sign of life
		 */
		void seen(Look look, List<Missing> missing);

		/** The look has failed. */
		void failed(Throwable failure);

	}

	/** The longest rest, should a round end that wakes nobody. */
	private static final long REST = Duration.ofSeconds(1).toNanos();

	private final Redis redis;

	private final LastingThreads threads;

	private final List<Key> keys = new CopyOnWriteArrayList<>();

	/** The rounds at each server. Used by the thread alone. */
	private final Map<Node, Rounds> rounds = new HashMap<>();

	private @Nullable Thread thread;

	private volatile boolean closed;

	private volatile boolean asked;

	Lookout(Redis redis, LastingThreads threads) {
		this.redis = redis;
		this.threads = threads;
	}

	/** Looks after a key from now on. */
	public synchronized void add(Key key) {
		this.keys.add(key);
		if (this.thread == null) {
			this.thread = this.threads.start(Thread.ofPlatform().daemon().name("tappet-lookout"), this::run);
		}
	}

	public void remove(Key key) {
		this.keys.remove(key);
	}

	/** Has the next round begin now, for some key wants to be looked at. */
	public void ask() {
		this.asked = true;
		wake();
	}

	private synchronized void wake() {
		LockSupport.unpark(this.thread);
	}

	private void run() {
		while (!this.closed) {
			boolean now = this.asked;
			this.asked = false;
			long wait = look(now, System.nanoTime());
			if (!this.asked) {
				LockSupport.parkNanos(this, wait);
			}
		}
	}

	/** Begins the rounds whose time has come, and says how long until the next. */
	private long look(boolean atOnce, long now) {
		Map<Session, List<Key>> served = new LinkedHashMap<>();
		for (Key key : this.keys) {
			Session session = key.session();
			if (session != null && session.connection().isOpen()) {
				served.computeIfAbsent(session, (each) -> new ArrayList<>()).add(key);
			}
		}
		long wait = REST;
		for (Map.Entry<Session, List<Key>> each : served.entrySet()) {
			Rounds there = this.rounds.computeIfAbsent(each.getKey().node(),
					(node) -> new Rounds(this.redis.clustered(), this::wake));
			wait = Math.min(wait, there.step(each.getKey(), each.getValue(), atOnce, now));
		}
		this.rounds.keySet().removeIf((node) -> served.keySet().stream().noneMatch((one) -> one.node().equals(node)));
		return wait;
	}

	@Override
	public void close() {
		this.closed = true;
		ask();
	}

}
