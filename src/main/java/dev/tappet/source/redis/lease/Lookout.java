package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import dev.tappet.source.LastingThreads;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.source.redis.connection.Session;
import io.lettuce.core.ClientListArgs;
import io.lettuce.core.KeyValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after all keys of this worker on one Redis, in turn with the other workers: a key
 * that another has looked at just before is left out. So a key costs the server the same
 * however many workers there are.
 */
public final class Lookout implements AutoCloseable {

	/** A key to look after. */
	public interface Key {

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

	private record Sent(Key key, CompletionStage<Optional<Look>> reply) {
	}

	private static final Logger logger = LoggerFactory.getLogger(Lookout.class);

	private static final long BEAT = Duration.ofSeconds(1).toNanos();

	/** The beat while anything is unfinished that may have to be taken over. */
	private static final long BUSY_BEAT = Duration.ofMillis(500).toNanos();

	/** Keys that are asked for in one command, and looks that are under way at once. */
	private static final int AT_ONCE = 200;

	private final RedisServer server;

	private final LastingThreads threads;

	private final List<Key> keys = new CopyOnWriteArrayList<>();

	private @Nullable Thread thread;

	private volatile boolean closed;

	private volatile boolean asked;

	/** Whether a key was seen in this round that others hold something of. */
	private boolean busy;

	/** The connection on which the server does not tell who is connected. */
	private @Nullable Session untold;

	Lookout(RedisServer server, LastingThreads threads) {
		this.server = server;
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
	public synchronized void ask() {
		this.asked = true;
		LockSupport.unpark(this.thread);
	}

	private void run() throws InterruptedException {
		while (!this.closed) {
			try {
				round();
			}
			catch (RuntimeException ex) {
				// Without a connection there is nothing to see, and the keys say so.
				logger.debug("The keys could not be looked after", ex);
			}
			if (!this.asked) {
				LockSupport.parkNanos(this, this.busy ? BUSY_BEAT : BEAT);
			}
		}
	}

	private void round() throws InterruptedException {
		this.asked = false;
		this.busy = false;
		Session session = this.server.current();
		if (session == null) {
			return;
		}
		for (List<Key> part : Replies.parts(List.copyOf(this.keys), AT_ONCE)) {
			look(session, wanting(part));
		}
	}

	/** The keys of some that nobody has looked at. */
	private List<Key> wanting(List<Key> part) throws InterruptedException {
		List<Key> shared = part.stream().filter((key) -> key.kind() == Look.Kind.SHARED).toList();
		List<Key> wanting = new ArrayList<>(part);
		if (shared.isEmpty()) {
			return wanting;
		}
		byte[][] marks = shared.stream().map((key) -> Script.bytes(key.looked())).toArray(byte[][]::new);
		try {
			List<KeyValue<byte[], byte[]>> found = this.server.await(this.server.commands().mget(marks));
			for (int i = 0; i < found.size(); i++) {
				if (found.get(i).hasValue()) {
					wanting.remove(shared.get(i));
				}
			}
		}
		catch (RuntimeException ex) {
			if (!Failures.answered(Failures.unwrap(ex))) {
				throw ex;
			}
			// Whoever may not ask finds out by looking.
			logger.debug("It cannot be asked who has looked", ex);
		}
		return wanting;
	}

	private void look(Session session, List<Key> wanting) throws InterruptedException {
		List<Sent> sent = new ArrayList<>(wanting.size());
		for (Key key : wanting) {
			sent.add(new Sent(key, Replies.ask(() -> key.look(key.kind()))));
		}
		Map<Key, Look> looks = new LinkedHashMap<>();
		for (Sent each : sent) {
			try {
				this.server.await(each.reply()).ifPresent((look) -> looks.put(each.key(), look));
			}
			catch (RuntimeException ex) {
				each.key().failed(ex);
			}
		}
		this.busy |= looks.values().stream().anyMatch((look) -> !look.holders().isEmpty());
		Set<String> gone = gone(session, looks.values());
		looks.forEach((key, look) -> key.seen(look, missing(look, gone)));
	}

	/** The connections of holders that the server does not know any more. */
	private Set<String> gone(Session session, Iterable<Look> looks) throws InterruptedException {
		Set<String> ids = new HashSet<>();
		for (Look look : looks) {
			for (Look.Holder holder : look.holders()) {
				if (Connections.isId(holder.connection())) {
					ids.add(holder.connection());
				}
			}
		}
		// An id is only worth something on the server that gave it.
		if (ids.isEmpty() || session.clientId() < 0 || session.equals(this.untold)) {
			return Set.of();
		}
		try {
			String own = Long.toString(session.clientId());
			for (List<String> part : Replies.parts(List.copyOf(ids), AT_ONCE)) {
				long[] asked = Stream.concat(part.stream(), Stream.of(own)).mapToLong(Long::parseLong).toArray();
				Set<String> listed = Connections
					.listed(this.server.await(session.commands().clientList(ClientListArgs.Builder.ids(asked))));
				if (!listed.contains(own)) {
					// A list without this connection is that of another server.
					return Set.of();
				}
				ids.removeAll(listed);
			}
			return ids;
		}
		catch (RuntimeException ex) {
			if (!Failures.answered(Failures.unwrap(ex))) {
				throw ex;
			}
			this.untold = session;
			logger.info(
					"{} does not tell which connections there are ({}), so the messages of a killed worker are "
							+ "taken over when its lease has run out",
					this.server.place(), Failures.unwrap(ex).getMessage());
			return Set.of();
		}
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

	@Override
	public void close() {
		this.closed = true;
		ask();
	}

}
