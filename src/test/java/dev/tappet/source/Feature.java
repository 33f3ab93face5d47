package dev.tappet.source;

/**
 * What not every source can do, and what is tested only of those that can.
 */
public enum Feature {

	/** The broker keeps a message until it is done. */
	KEEPS,

	/** A message that is sent while nobody reads is delivered later. */
	WAITS,

	/** A message is for one instance, and for another what that one leaves undone. */
	HANDS_BACK,

	/** A message that waits for its retry outlives its instance, attempts counted on. */
	RETRIES_SURVIVE,

	/** An attempt that was begun and handed back is not counted. */
	TAKES_ATTEMPTS_BACK,

	/** A retry may wait for less than a second. */
	SHORT_DELAYS,

	/** What an instance held that fell silent is taken over by others. */
	TAKES_OVER,

	/** It knows how much is to be done. */
	BACKLOG,

	/** It can keep the order. */
	ORDER,

	/**
	 * It keeps the order of each of several parts by itself, and they go side by side.
	 */
	PARTS,

	/** A handler may take several messages at once. */
	BATCHES,

	/** It knows when a message was written. */
	TIMES,

	/** One trigger may read from several queues. */
	SEVERAL_QUEUES,

	/** Dead letters can be listed, replayed and deleted. */
	DEAD_LETTER_ACCESS

}
