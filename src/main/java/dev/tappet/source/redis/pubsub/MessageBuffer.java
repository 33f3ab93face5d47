package dev.tappet.source.redis.pubsub;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import dev.tappet.source.RetryQueue;
import org.jspecify.annotations.Nullable;

/**
 * Holds what was heard until it is wanted. It is bounded by what is not finished, which
 * includes what waits for its retry or is in a handler: a failing handler could fill the
 * memory otherwise. Any thread may call it.
 *
 * @param <T> what is held
 */
final class MessageBuffer<T> {

	private final int bound;

	private final boolean strict;

	private final BufferBrake brake;

	private final LongSupplier nanoTime;

	private final Predicate<? super T> gate;

	private final ArrayDeque<T> waiting = new ArrayDeque<>();

	private final RetryQueue<T> retries = new RetryQueue<>();

	private final AtomicInteger unfinished = new AtomicInteger();

	private final AtomicLong demanded = new AtomicLong();

	private final AtomicInteger draining = new AtomicInteger();

	private volatile @Nullable Consumer<? super T> receiver;

	private volatile boolean paused;

	/**
	 * Makes an empty buffer.
	 * @param bound most messages that may be unfinished
	 * @param strict whether a message that waits for its retry holds up the others
	 * @param brake told how full it is
	 * @param nanoTime the time
	 * @param gate asked before a message is handed out; one that it refuses is forgotten
	 */
	MessageBuffer(int bound, boolean strict, BufferBrake brake, LongSupplier nanoTime, Predicate<? super T> gate) {
		this.bound = bound;
		this.strict = strict;
		this.brake = brake;
		this.nanoTime = nanoTime;
		this.gate = gate;
	}

	/** Names who is given what was wanted. */
	void open(Consumer<? super T> to) {
		this.receiver = to;
	}

	boolean isOpen() {
		return this.receiver != null;
	}

	/** Wants so many more. */
	void request(long messages) {
		this.demanded.addAndGet(messages);
		drain();
	}

	void pause() {
		this.paused = true;
	}

	void resume() {
		this.paused = false;
		drain();
	}

	boolean isPaused() {
		return this.paused;
	}

	/**
	 * Holds another message, and hands it out if it is wanted.
	 * @param message the message
	 * @return whether there was room for it
	 */
	boolean offer(T message) {
		boolean room = add(message);
		drain();
		return room;
	}

	/**
	 * Holds another message; whoever calls this calls {@link #drain()} then.
	 * @param message the message
	 * @return whether there was room for it
	 */
	boolean add(T message) {
		int held = this.unfinished.incrementAndGet();
		if (held > this.bound) {
			this.unfinished.decrementAndGet();
			return false;
		}
		this.brake.grown(held);
		synchronized (this.waiting) {
			this.waiting.add(message);
		}
		return true;
	}

	/**
	 * Holds a message that was handed out until it is due; whoever calls this calls
	 * {@link #drain()} then.
	 */
	void retry(T message, long dueAt) {
		this.retries.add(message, dueAt);
	}

	/**
	 * A message that was handed out is done, and makes room for another.
	 * @return how many are unfinished now
	 */
	int finished() {
		int left = this.unfinished.decrementAndGet();
		this.brake.shrunk(left);
		return left;
	}

	/** Hands out what is wanted; one thread at a time, the others leave it their work. */
	void drain() {
		Consumer<? super T> to = this.receiver;
		if (to == null || this.draining.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		do {
			for (T next; (next = next()) != null;) {
				to.accept(next);
			}
			missed = this.draining.addAndGet(-missed);
		}
		while (missed != 0);
	}

	private @Nullable T next() {
		while (!this.paused && this.demanded.get() > 0) {
			T next = poll();
			if (next == null) {
				return null;
			}
			if (this.gate.test(next)) {
				this.demanded.decrementAndGet();
				return next;
			}
			finished();
		}
		return null;
	}

	private @Nullable T poll() {
		T next = this.retries.poll(this.nanoTime.getAsLong());
		if (next == null && !(this.strict && this.retries.size() > 0)) {
			synchronized (this.waiting) {
				next = this.waiting.poll();
			}
		}
		return next;
	}

	/** How many messages were handed out and are not done. */
	int inHands() {
		synchronized (this.waiting) {
			return this.unfinished.get() - this.waiting.size() - this.retries.size();
		}
	}

	/**
	 * Forgets everything.
	 * @return how many messages were unfinished
	 */
	int clear() {
		synchronized (this.waiting) {
			this.waiting.clear();
		}
		this.retries.clear();
		int left = this.unfinished.getAndSet(0);
		this.brake.shrunk(0);
		return left;
	}

}
