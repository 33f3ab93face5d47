package dev.tappet.source.redis.pubsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.tappet.source.redis.connection.Failures;

/**
 * Has the dead letters of a subscriber written, each again and again until it stands: on
 * the wire the message exists no more. Those that cannot be written wait for themselves,
 * up to a bound, and hold up no message. Any thread may call it.
 */
final class Burial {

	/** Told what becomes of dead letters. */
	interface Listener {

		/** One is written. */
		void written();

		/** One could not be written and had no room to wait. */
		void dropped();

		/** One could not be written, and waits. */
		void fails(Throwable cause);

		/** None waits any more. */
		void works();

	}

	private final Function<Letter, CompletionStage<?>> writer;

	private final Listener listener;

	private final Consumer<Runnable> timer;

	private final int bound;

	private final ArrayDeque<Letter> waiting = new ArrayDeque<>();

	/** Those that wait, and those of them that are tried just now. */
	private int held;

	private boolean scheduled;

	private boolean closed;

	/**
	 * Makes the burial of a trigger's messages.
	 * @param writer writes a dead letter
	 * @param listener told what becomes of them
	 * @param timer runs what it is given after a while
	 * @param bound most dead letters that may wait
	 */
	Burial(Function<Letter, CompletionStage<?>> writer, Listener listener, Consumer<Runnable> timer, int bound) {
		this.writer = writer;
		this.listener = listener;
		this.timer = timer;
		this.bound = bound;
	}

	/**
	 * Buries a message.
	 * @param letter the message
	 * @param free called once its place among the messages is free
	 */
	void bury(Letter letter, Runnable free) {
		if (isInTrouble()) {
			// It waits behind the others, of which one is tried ever so often.
			free.run();
			hold(letter);
			return;
		}
		// While letters can be written they keep their places, so that none is too many.
		this.writer.apply(letter).whenComplete((done, failure) -> {
			free.run();
			if (failure == null) {
				this.listener.written();
			}
			else {
				hold(letter);
				this.listener.fails(Failures.unwrap(failure));
			}
		});
	}

	private synchronized boolean isInTrouble() {
		return this.held > 0;
	}

	private void hold(Letter letter) {
		boolean room;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			room = this.held < this.bound;
			if (room) {
				this.held++;
				this.waiting.add(letter);
			}
		}
		if (room) {
			schedule();
		}
		else {
			this.listener.dropped();
		}
	}

	private void schedule() {
		synchronized (this) {
			if (this.scheduled || this.closed) {
				return;
			}
			this.scheduled = true;
		}
		this.timer.accept(this::again);
	}

	/** Tries one of them, and all others where that one could be written. */
	private void again() {
		Letter first;
		synchronized (this) {
			this.scheduled = false;
			first = this.waiting.poll();
		}
		if (first != null) {
			tryAgain(first, () -> takeAll().forEach((letter) -> tryAgain(letter, () -> {
			})));
		}
	}

	private void tryAgain(Letter letter, Runnable then) {
		this.writer.apply(letter).whenComplete((done, failure) -> {
			if (failure == null) {
				written();
				then.run();
			}
			else {
				notWritten(letter, Failures.unwrap(failure));
			}
		});
	}

	private void written() {
		boolean last;
		synchronized (this) {
			last = this.held > 0 && --this.held == 0;
		}
		this.listener.written();
		if (last) {
			this.listener.works();
		}
	}

	/**
	 * The next to be tried is another: what is wrong may be wrong with this one alone.
	 */
	private void notWritten(Letter letter, Throwable cause) {
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.waiting.add(letter);
		}
		this.listener.fails(cause);
		schedule();
	}

	private synchronized List<Letter> takeAll() {
		List<Letter> all = new ArrayList<>(this.waiting);
		this.waiting.clear();
		return all;
	}

	/**
	 * Forgets those that wait.
	 * @return how many
	 */
	synchronized int close() {
		this.closed = true;
		int left = this.held;
		this.held = 0;
		this.waiting.clear();
		return left;
	}

}
