package dev.tappet.source.redis.lease;

import java.util.List;

/**
 * What a worker saw when it looked at a key for all of them.
 *
 * @param maybeNew whether there may be something that nobody has taken
 * @param dueIn how long until the next message is due in ms, or -1 while none waits
 * @param mine how many messages the server counts as this worker's, where it counts
 * @param holders the other workers that hold something
 */
public record Look(boolean maybeNew, long dueIn, long mine, List<Holder> holders) {

	/** How to look. */
	public enum Kind {

		/** Only where no other worker has looked just before. */
		SHARED,

		/** Whoever else has looked. */
		AGAIN,

		/** Whoever else has looked, and after workers that hold nothing as well. */
		ALL

	}

	/**
	 * Another worker that holds something.
	 *
	 * @param worker its name on the server
	 * @param leased whether its lease lasts
	 * @param connection the id of its connection, or nothing where that is not known
	 */
	record Holder(String worker, boolean leased, String connection) {
	}

}
