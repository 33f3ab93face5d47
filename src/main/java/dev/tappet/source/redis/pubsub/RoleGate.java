package dev.tappet.source.redis.pubsub;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Lets the events of one server of a cluster pass while it is a primary. A replica tells
 * the events of what it repeats, which were heard from its primary already. So its events
 * are held until it has said, on the same connection and so in the same order, which it
 * is.
 */
final class RoleGate {

	/** Something that happened to a key. */
	record Event(Subscription subscription, String channel, byte[] body) {

		long print() {
			return Tail.print(this.channel, this.body);
		}

	}

	/**
	 * Has the server asked for its role. The answer may come before this returns, and
	 * takes other locks: so nobody asks who has the gate's.
	 */
	interface Question {

		void ask(Duration delay);

	}

	/** How often a replica on which things happen is asked. */
	private static final Duration PAUSE = Duration.ofMillis(5);

	private static final int MOST_HELD = 10_000;

	private final Tail tail;

	private final Question question;

	private final Consumer<Event> listener;

	private final ArrayDeque<Event> held = new ArrayDeque<>();

	private boolean primary;

	private boolean asking;

	/**
	 * Makes a gate that is closed.
	 * @param tail notes what passes
	 * @param question asks for the role
	 * @param listener gets what passes
	 */
	RoleGate(Tail tail, Question question, Consumer<Event> listener) {
		this.tail = tail;
		this.question = question;
		this.listener = listener;
	}

	/** The server has told something. */
	void hear(Event event) {
		if (!passes(event)) {
			this.question.ask(PAUSE);
		}
	}

	/**
	 * Passes or holds an event.
	 * @return false where the server has to be asked for it
	 */
	private synchronized boolean passes(Event event) {
		if (this.primary) {
			pass(event);
			return true;
		}
		if (this.held.size() == MOST_HELD) {
			this.held.removeFirst();
		}
		this.held.add(event);
		return !mayAsk();
	}

	/** The server may have changed its role just now. */
	void doubt() {
		if (closes()) {
			this.question.ask(Duration.ZERO);
		}
	}

	private synchronized boolean closes() {
		this.primary = false;
		return mayAsk();
	}

	/** Whether nobody asks already. */
	private boolean mayAsk() {
		boolean first = !this.asking;
		this.asking = true;
		return first;
	}

	/**
	 * The server has said what it is.
	 * @param now whether it is a primary
	 * @param predecessor what was heard from the primary that it followed until now, or
	 * null where it followed none
	 */
	synchronized void answered(boolean now, @Nullable Tail predecessor) {
		this.asking = false;
		if (now && !this.primary) {
			this.primary = true;
			if (predecessor != null) {
				List<Long> prints = this.held.stream().map(Event::print).toList();
				for (int repeated = predecessor.known(prints); repeated > 0; repeated--) {
					this.held.removeFirst();
				}
			}
			this.held.forEach(this::pass);
		}
		if (!now) {
			this.primary = false;
		}
		this.held.clear();
	}

	/** The question had no answer. */
	synchronized void unanswered() {
		this.asking = false;
	}

	private void pass(Event event) {
		this.tail.add(event.print());
		this.listener.accept(event);
	}

}
