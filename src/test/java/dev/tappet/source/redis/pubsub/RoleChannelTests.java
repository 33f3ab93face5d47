package dev.tappet.source.redis.pubsub;

import java.util.BitSet;

import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoleChannelTests {

	@Test
	void liesInTheSlots() {
		BitSet slots = new BitSet();
		slots.set(777);
		String channel = RoleChannel.in(slots);
		assertThat(channel).startsWith("tappet:role:");
		assertThat(SlotHash.getSlot(channel)).isEqualTo(777);
		assertThat(RoleChannel.in(new BitSet())).isNull();
	}

}
