package dev.tappet.source.redis.lease;

import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayKeysTests {

	@ParameterizedTest
	@ValueSource(strings = { "orders", "{eu}orders", "orders{eu}", "or{ders", "}orders{", "{}orders" })
	void lieInTheSlotOfTheKeyOnACluster(String source) {
		KeyNames names = KeyNames.of(source, "billing", true);
		int slot = SlotHash.getSlot(source);
		assertThat(SlotHash.getSlot(names.replays())).isEqualTo(slot);
		assertThat(SlotHash.getSlot(names.messages())).isEqualTo(slot);
		assertThat(SlotHash.getSlot(names.due())).isEqualTo(slot);
		assertThat(SlotHash.getSlot(names.deadLetters())).isEqualTo(slot);
	}

	@Test
	void areCalledAfterTheKey() {
		assertThat(KeyNames.of("orders", "billing", true).deadLetters()).isEqualTo("{orders}-poison");
		assertThat(KeyNames.of("orders", "billing", false).deadLetters()).isEqualTo("orders-poison");
		assertThat(KeyNames.of("orders", "billing", false).replays()).isEqualTo("tappet:{orders}:billing:replays");
	}

}
