package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.source.redis.connection.Session;
import io.lettuce.core.ClientListArgs;
import io.lettuce.core.KeyValue;
import io.lettuce.core.cluster.SlotHash;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rounds of a {@link Lookout} at one server, one at a time. A round asks and takes up
 * the answers as they come, and holds up nobody.
 */
final class Rounds {

	private static final Logger logger = LoggerFactory.getLogger(Rounds.class);

	private static final long BEAT = Duration.ofSeconds(1).toNanos();

	/** The beat while anything is unfinished that may have to be taken over. */
	private static final long BUSY_BEAT = Duration.ofMillis(500).toNanos();

	/** How long it is known without asking that this worker itself has just looked. */
	private static final long OWN_LOOK = Duration.ofMillis(LeasedLedger.LOOK_WHILE_IDLE).toNanos();

	/** Keys that are asked for in one command, and looks that are under way at once. */
	private static final int AT_ONCE = 200;

	private final boolean clustered;

	private final Runnable ended;

	private final AtomicBoolean underWay = new AtomicBoolean();

	/** When this worker has looked at a key, where no other has since. */
	private final Map<Lookout.Key, Long> ownLooks = new ConcurrentHashMap<>();

	/** Whether a key was seen in this round that others hold something of. */
	private volatile boolean busy;

	private volatile boolean again;

	private volatile long nextAt = System.nanoTime();

	/** The connection on which the server does not tell who is connected. */
	private volatile @Nullable Session untold;

	/**
	 * Makes the rounds at one server.
	 * @param clustered whether one command may ask for keys of one slot only
	 * @param ended called when a round is over
	 */
	Rounds(boolean clustered, Runnable ended) {
		this.clustered = clustered;
		this.ended = ended;
	}

	/**
	 * Begins a round if it is time to.
	 * @param session the connection to the server
	 * @param keys the keys that are worked on there
	 * @param atOnce whether some key wants to be looked at now
	 * @param now the time of {@link System#nanoTime()}
	 * @return how long until the next round
	 */
	long step(Session session, List<Lookout.Key> keys, boolean atOnce, long now) {
		this.again |= atOnce;
		if ((this.again || now - this.nextAt >= 0) && this.underWay.compareAndSet(false, true)) {
			this.again = false;
			this.busy = false;
			this.nextAt = now + BEAT;
			this.ownLooks.keySet().retainAll(keys);
			Replies.ask(() -> round(session, keys)).whenComplete((done, failure) -> {
				if (failure != null) {
					// Without a connection there is nothing to see, and the keys say so.
					logger.debug("The keys at {} could not be looked after", session.node(), failure);
					session.giveUpUnanswered(Failures.unwrap(failure));
				}
				this.nextAt = System.nanoTime() + (this.busy ? BUSY_BEAT : BEAT);
				this.underWay.set(false);
				this.ended.run();
			});
		}
		return this.underWay.get() ? BEAT : Math.max(0, this.nextAt - now);
	}

	private CompletionStage<?> round(Session session, List<Lookout.Key> keys) {
		CompletionStage<?> all = CompletableFuture.completedStage(null);
		for (List<Lookout.Key> part : Replies.parts(keys, AT_ONCE)) {
			all = all.thenCompose((done) -> wanting(session, part)).thenCompose((wanting) -> look(session, wanting));
		}
		return all;
	}

	/** The keys of some that nobody has looked at. */
	private CompletionStage<List<Lookout.Key>> wanting(Session session, List<Lookout.Key> part) {
		long now = System.nanoTime();
		List<Lookout.Key> wanting = new ArrayList<>(part);
		List<Lookout.Key> unknown = new ArrayList<>();
		for (Lookout.Key key : part) {
			if (key.kind() == Look.Kind.SHARED) {
				Long own = this.ownLooks.get(key);
				if (own == null) {
					unknown.add(key);
				}
				else if (now - own < OWN_LOOK && !key.holding()) {
					wanting.remove(key);
				}
			}
		}
		CompletionStage<List<Lookout.Key>> all = CompletableFuture.completedStage(wanting);
		for (List<Lookout.Key> together : inOneCommand(unknown)) {
			all = all.thenCombine(looked(session, together), (some, seen) -> {
				some.removeAll(seen);
				return some;
			});
		}
		return all;
	}

	private Collection<List<Lookout.Key>> inOneCommand(List<Lookout.Key> keys) {
		if (keys.isEmpty()) {
			return List.of();
		}
		return this.clustered
				? keys.stream().collect(Collectors.groupingBy((key) -> SlotHash.getSlot(key.looked()))).values()
				: List.of(keys);
	}

	/** Those of some keys that another worker has looked at. */
	private static CompletionStage<List<Lookout.Key>> looked(Session session, List<Lookout.Key> keys) {
		byte[][] marks = keys.stream().map((key) -> Script.bytes(key.looked())).toArray(byte[][]::new);
		return session.commands().mget(marks).handle((found, failure) -> {
			if (failure == null) {
				return marked(keys, found);
			}
			if (!Failures.answered(Failures.unwrap(failure))) {
				throw Failures.rethrow(failure);
			}
			// Whoever may not ask finds out by looking.
			logger.debug("It cannot be asked who has looked", failure);
			return List.of();
		});
	}

	private static List<Lookout.Key> marked(List<Lookout.Key> keys, List<KeyValue<byte[], byte[]>> found) {
		List<Lookout.Key> marked = new ArrayList<>(0);
		for (int i = 0; i < found.size(); i++) {
			if (found.get(i).hasValue()) {
				marked.add(keys.get(i));
			}
		}
		return marked;
	}

	private CompletionStage<?> look(Session session, List<Lookout.Key> wanting) {
		Map<Lookout.Key, Look> looks = new ConcurrentHashMap<>();
		List<CompletableFuture<?>> replies = new ArrayList<>(wanting.size());
		for (Lookout.Key key : wanting) {
			replies.add(Replies.ask(() -> key.look(key.kind())).handle((look, failure) -> {
				this.ownLooks.remove(key);
				if (failure != null) {
					key.failed(failure);
				}
				else {
					look.ifPresent((seen) -> looks.put(key, seen));
				}
				return null;
			}).toCompletableFuture());
		}
		return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
			.thenCompose((done) -> gone(session, looks.values()))
			.thenAccept((gone) -> looks.forEach((key, look) -> seen(key, look, gone)));
	}

	private void seen(Lookout.Key key, Look look, Set<String> gone) {
		this.busy |= !look.holders().isEmpty();
		if (!look.maybeNew() && look.dueIn() < 0 && look.mine() == 0 && look.holders().isEmpty()) {
			this.ownLooks.put(key, System.nanoTime());
		}
		key.seen(look, missing(look, gone));
	}

	/** The connections of holders that the server does not know any more. */
	private CompletionStage<Set<String>> gone(Session session, Collection<Look> looks) {
		Set<String> ids = new HashSet<>();
		for (Look look : looks) {
			for (Look.Holder holder : look.holders()) {
				if (Connections.isId(holder.connection())) {
					ids.add(holder.connection());
				}
			}
		}
		CompletionStage<Set<String>> left = CompletableFuture.completedStage(ids);
		// An id is only worth something on the server that gave it.
		if (ids.isEmpty() || session.clientId() < 0 || session.equals(this.untold)) {
			return CompletableFuture.completedStage(Set.of());
		}
		for (List<String> part : Replies.parts(List.copyOf(ids), AT_ONCE)) {
			left = left.thenCompose((some) -> without(session, some, part));
		}
		return left.exceptionally((failure) -> {
			if (!Failures.answered(Failures.unwrap(failure))) {
				throw Failures.rethrow(failure);
			}
			this.untold = session;
			logger.info(
					"{} does not tell which connections there are ({}), so the messages of a killed worker are "
							+ "taken over when its lease has run out",
					session.node(), Failures.unwrap(failure).getMessage());
			return Set.of();
		});
	}

	/** Leaves out those of a part of some connections that are there. */
	private static CompletionStage<Set<String>> without(Session session, Set<String> some, List<String> part) {
		String own = Long.toString(session.clientId());
		long[] asked = Stream.concat(part.stream(), Stream.of(own)).mapToLong(Long::parseLong).toArray();
		return session.commands().clientList(ClientListArgs.Builder.ids(asked)).thenApply((answer) -> {
			Set<String> listed = Connections.listed(answer);
			if (!listed.contains(own)) {
				// A list without this connection is that of another server.
				return Set.of();
			}
			Set<String> left = new HashSet<>(some);
			left.removeAll(listed);
			return left;
		});
	}

	private static List<Missing> missing(Look look, Set<String> gone) {
		List<Missing> missing = new ArrayList<>(0);
		for (Look.Holder holder : look.holders()) {
			if (gone.contains(holder.connection())) {
				missing.add(new Missing(holder.worker(), holder.connection()));
			}
			else if (!holder.leased()) {
				missing.add(Missing.silent(holder.worker()));
			}
		}
		return missing;
	}

}
