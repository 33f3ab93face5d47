package dev.tappet.source;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.tappet.support.TappetService;

/**
 * A real broker as the conformance suite uses it: the sender, the operator and the fault
 * in one. It is made for each test, and then reachable and empty. What it tells, it tells
 * by ways of its own and not by those of the source. A queue is whatever the source reads
 * from: a stream, a list, a channel, a topic. Where messages have fields, the payload is
 * in the field {@code payload}.
 */
public interface Broker extends AutoCloseable {

	/**
	 * Tells a service how to reach the broker.
	 * @param service a service that is about to start
	 */
	void connect(TappetService.Builder service);

	/**
	 * The settings of a trigger on queues: the source block.
	 * @param queues one queue, or several where the source can read several
	 * @return values by their keys under the trigger
	 */
	Map<String, Object> reading(String... queues);

	/**
	 * The setting of the most messages of one read.
	 * @param count how many
	 * @return values by their keys under the trigger
	 */
	Map<String, Object> readingAtMost(int count);

	/**
	 * The setting that has an idle source look by itself as rarely as it may.
	 * @return values by their keys under the trigger, none where it is always told
	 */
	default Map<String, Object> lookingRarely() {
		return Map.of();
	}

	/**
	 * The bytes of a message that is to be called large.
	 * @return how many, no more than it takes
	 */
	default int largest() {
		return 8 << 20;
	}

	/**
	 * Sends messages, in this order.
	 * @param queue where to
	 * @param payloads what a handler of bytes is to be given of each
	 */
	void send(String queue, List<byte[]> payloads);

	/**
	 * The messages that the broker still has to hand out or to see acknowledged.
	 * @param trigger whose
	 * @param queue where they were sent to
	 * @return how many; those that nobody has taken need not be among them
	 */
	long unfinished(String trigger, String queue);

	/**
	 * The messages that were given up, oldest first.
	 * @param trigger whose
	 * @param queue where they were sent to
	 * @return the dead letters, as they lie in the broker
	 */
	List<Letter> deadLetters(String trigger, String queue);

	/**
	 * Asserts that the source keeps nothing on the broker for messages that are done; an
	 * instance's signs of life are no such thing.
	 */
	void assertSettled();

	/**
	 * Asserts that an instance that has ended left nothing behind: no connection, and
	 * nothing of its own on the broker.
	 * @param instance its id
	 */
	void assertNothingLeft(String instance);

	/** Removes all data, as an operator might. */
	void clear();

	/** Cannot be reached by any service from now on, while a test still can. */
	void breakIt();

	/** Cannot be reached by the services that there are, while others can. */
	default void cutOff() {
		throw new UnsupportedOperationException("a source that takes over needs this");
	}

	/** Can be reached again by all. */
	void mend();

	@Override
	void close();

	/**
	 * A dead letter, whatever its form.
	 *
	 * @param trigger whose it is
	 * @param source where the message came from
	 * @param id the message's id, as its handler saw it
	 * @param attempts how often it was tried
	 * @param reason why it was given up
	 * @param failedAt when
	 * @param payload the message's payload
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Letter(String trigger, String source, String id, int attempts, String reason, Instant failedAt,
			byte[] payload) {
	}

}
