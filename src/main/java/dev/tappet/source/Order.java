package dev.tappet.source;

/**
 * What a kind of source can keep the order of.
 */
public enum Order {

	/** Of nothing. */
	NONE,

	/**
	 * Of all that it reads: the order holds because one call of the handler runs at a
	 * time.
	 */
	WHOLE,

	/**
	 * Of each of several parts, such as partitions. The source keeps it: it hands on the
	 * next message of a part only when the {@link Delivery} before it has ended. So the
	 * parts are handled side by side, as many at once as there are permits.
	 */
	PARTS

}
