package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.source.LastingThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the layout of one Redis. It looks again ever so often, and at once when something
 * looks wrong, and tells of each change. All of it is done on a thread of its own, which
 * waits for nobody for long.
 */
final class Scout implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Scout.class);

	/** How long a look in passing may take before all are asked. */
	private static final Duration GLANCE = Duration.ofSeconds(1);

	/** Looks do not follow each other more closely, however many ask for one. */
	private static final long SHORTEST = Duration.ofMillis(50).toNanos();

	/** The wait between looks while something is wrong. */
	private static final long SOON = Duration.ofMillis(250).toNanos();

	/** How long something counts as wrong after it was said to be. */
	private static final long TROUBLE = Duration.ofSeconds(3).toNanos();

	private final String place;

	private final Finder finder;

	private final Duration patience;

	private final LastingThreads threads;

	private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();

	/** Who waits for the end of the look that comes next. */
	private final AtomicReference<CompletableFuture<Layout>> next = new AtomicReference<>(new CompletableFuture<>());

	private final Certainty certainty = new Certainty();

	private volatile @Nullable Layout layout;

	private @Nullable Thread thread;

	private volatile boolean asked;

	private volatile long troubleUntil = System.nanoTime();

	private volatile boolean closed;

	/**
	 * Makes a scout that has not looked yet.
	 * @param place where the Redis is
	 * @param finder how to look
	 * @param patience how long a look may take
	 * @param threads starts its thread with the first look
	 */
	Scout(String place, Finder finder, Duration patience, LastingThreads threads) {
		this.place = place;
		this.finder = finder;
		this.patience = patience;
		this.threads = threads;
		this.layout = finder.fixed();
	}

	/** The layout as it was found last, or null before the first look. */
	@Nullable Layout layout() {
		return this.layout;
	}

	/**
	 * Until when the layout before this one certainly held, as {@link System#nanoTime()}
	 * has it.
	 */
	long heldUntil() {
		return this.certainty.before();
	}

	/** When the look began that has found the layout last, as before or another one. */
	long confirmedAt() {
		return this.certainty.confirmed();
	}

	/** The layout, which is looked for where it is not known. */
	CompletionStage<Layout> find() {
		CompletableFuture<Layout> look = this.next.get();
		Layout known = this.layout;
		if (known != null) {
			return CompletableFuture.completedStage(known);
		}
		lookSoon();
		return look.copy();
	}

	/** Calls back when the layout is another. */
	void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

	void offChange(Runnable listener) {
		this.listeners.remove(listener);
	}

	/** Something looks wrong: looks at once, and often for a while. */
	void lookSoon() {
		if (this.finder.fixed() == null) {
			ask();
		}
	}

	private synchronized void ask() {
		this.troubleUntil = System.nanoTime() + TROUBLE;
		this.asked = true;
		if (this.thread == null && !this.closed) {
			this.thread = this.threads.start(Thread.ofPlatform().daemon().name("tappet-scout"), this::run);
		}
		LockSupport.unpark(this.thread);
	}

	private void run() throws InterruptedException {
		while (!this.closed) {
			boolean urgent = this.asked;
			this.asked = false;
			long begun = System.nanoTime();
			look(urgent, begun);
			for (long rest; !this.closed && (rest = begun + SHORTEST - System.nanoTime()) > 0;) {
				LockSupport.parkNanos(this, rest);
			}
			if (!this.asked) {
				boolean trouble = System.nanoTime() - this.troubleUntil < 0;
				LockSupport.parkNanos(this, trouble ? SOON : this.finder.every().toNanos());
			}
		}
	}

	private void look(boolean urgent, long begun) throws InterruptedException {
		Layout known = this.layout;
		if (known != null && !urgent && holds(known)) {
			this.certainty.found(known, begun, this.finder.disputed());
			return;
		}
		CompletableFuture<Layout> look = this.next.get();
		try {
			Layout found = Replies.await(Replies.ask(this.finder::find), this.patience);
			this.certainty.found(found, begun, this.finder.disputed());
			found(known, found);
			this.next.set(new CompletableFuture<>());
			look.complete(found);
		}
		catch (RuntimeException ex) {
			logger.debug("It could not be found out where the servers of {} are", this.place, ex);
			this.next.set(new CompletableFuture<>());
			look.completeExceptionally(ex);
		}
	}

	private boolean holds(Layout known) throws InterruptedException {
		try {
			return Replies.await(Replies.ask(() -> this.finder.holds(known)), GLANCE);
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private void found(@Nullable Layout known, Layout found) {
		if (found.equals(known)) {
			return;
		}
		this.layout = found;
		if (known != null && !known.primaries().equals(found.primaries())) {
			logger.info("The primaries of {} are others now: {}", this.place, found.primaries());
		}
		for (Runnable listener : this.listeners) {
			try {
				listener.run();
			}
			catch (RuntimeException ex) {
				logger.warn("A change of the servers of {} was not taken up by all", this.place, ex);
			}
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		LockSupport.unpark(this.thread);
		this.finder.close();
	}

}
