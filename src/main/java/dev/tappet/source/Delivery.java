package dev.tappet.source;

/**
 * What one handler call gets: one message, or several on the same attempt where the
 * handler takes batches. Whoever received a delivery settles each of its messages exactly
 * once; until then the source keeps them claimed for this worker.
 */
public interface Delivery {

	/**
	 * Where the messages came from.
	 * @return the stream, list or channel
	 */
	String source();

	/**
	 * Which attempt this is, counted by the source before it was handed out.
	 * @return 1 for the first
	 */
	int attempt();

	/**
	 * How many messages there are, at least one.
	 * @return the number
	 */
	int size();

	/**
	 * One of the messages.
	 * @param position from 0 on
	 * @return the message
	 */
	Message message(int position);

	/**
	 * Whether the messages came back from the dead letters: all of a delivery, or none.
	 * @return whether an operator replayed them
	 */
	default boolean replay() {
		return false;
	}

	/**
	 * Whether the message's earlier workers died while they held it, and this is its last
	 * attempt: its handler runs alone in the process, so that nothing beside it dies with
	 * it. Such a delivery has one message.
	 * @return whether it is to run alone
	 */
	default boolean alone() {
		return false;
	}

	/**
	 * Has the source know, before its handler starts, that a delivery runs
	 * {@link #alone()} from now on: should the process die, it was for this message.
	 * Waits for the source.
	 * @return whether it may run; otherwise it goes back
	 */
	default boolean beginAlone() {
		return true;
	}

	/**
	 * Decides on one of the messages. Never blocks and never throws: the source carries
	 * the decision out, repeats it while the broker is away, and drops it when the claim
	 * has gone to another worker.
	 * @param position the message's
	 * @param verdict the decision
	 */
	void settle(int position, Verdict verdict);

	/**
	 * Tells that no handler has the delivery any more. It comes once, when all of it is
	 * settled: at once, or late where a handler goes on after its time is up. A source
	 * that keeps an order of its {@link Order#PARTS} waits for it. Never blocks and never
	 * throws.
	 */
	default void ended() {
	}

	/** Hands all of the messages back unstarted, for whoever is alive to take. */
	default void release() {
		for (int i = 0; i < size(); i++) {
			settle(i, Verdict.RELEASE);
		}
	}

}
