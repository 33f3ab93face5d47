package dev.tappet.source.redis;

import java.time.Instant;

import dev.tappet.source.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WishTextTests {

	@Test
	void readsWhatTheScriptWrites() {
		assertThat(WishText.read("paused 1795227756782 alice of the night shift"))
			.isEqualTo(new Wish(true, Instant.ofEpochMilli(1795227756782L), "alice of the night shift"));
		assertThat(WishText.read("running 1795227756782 bob"))
			.isEqualTo(new Wish(false, Instant.ofEpochMilli(1795227756782L), "bob"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "paused", "paused soon alice", "stopped 1 alice", "paused 1" })
	void whatSomebodyElseHasWrittenIsNoWish(String text) {
		assertThat(WishText.read(text)).isNull();
	}

}
