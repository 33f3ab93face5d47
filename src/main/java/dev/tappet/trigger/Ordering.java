package dev.tappet.trigger;

/**
 * Whether the order of messages is kept.
 */
public enum Ordering {

	/** Messages run side by side; one that waits for its retry holds up nothing. */
	NONE,

	/** One at a time; a failing message is retried before the next is touched. */
	STRICT

}
