package dev.tappet.source.redis.connection;

import io.lettuce.core.cluster.SlotHash;

/**
 * Finds what has to stand in braces for a key to land in a given slot of a cluster.
 */
public final class SlotTags {

	private SlotTags() {
	}

	/** The smallest number that lands in a slot. */
	public static String tagOf(int slot) {
		int candidate = 0;
		while (SlotHash.getSlot(Integer.toString(candidate)) != slot) {
			candidate++;
		}
		return Integer.toString(candidate);
	}

}
