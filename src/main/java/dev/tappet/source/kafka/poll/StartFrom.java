package dev.tappet.source.kafka.poll;

import java.time.Instant;

/**
 * Where a group begins with a partition that it has no offset of.
 */
public sealed interface StartFrom {

	/** With the oldest record. */
	record Beginning() implements StartFrom {
	}

	/** With what comes from now on. */
	record Latest() implements StartFrom {
	}

	/**
	 * With the first record of a time, or a later one.
	 *
	 * @param time the time
	 */
	record At(Instant time) implements StartFrom {
	}

}
