package dev.tappet.source.redis.pubsub;

import java.util.BitSet;

import io.lettuce.core.cluster.SlotHash;
import org.jspecify.annotations.Nullable;

/**
 * A sharded channel that nobody publishes to. The server ends the subscription to it when
 * it loses the slot, which so comes between the events before that and those after.
 */
final class RoleChannel {

	private static final String PREFIX = "tappet:role:";

	private static final int TRIES = 20 * SlotHash.SLOT_COUNT;

	private RoleChannel() {
	}

	/** One in some slots, or null where there are none. */
	static @Nullable String in(BitSet slots) {
		for (int i = 0; i < TRIES && !slots.isEmpty(); i++) {
			if (slots.get(SlotHash.getSlot(PREFIX + i))) {
				return PREFIX + i;
			}
		}
		return null;
	}

}
