package dev.tappet.source.redis.pubsub;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FingerprintTests {

	private static long of(String channel, String body) {
		return Fingerprint.of(channel, body.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void isTheSameForEqualMessagesOnly() {
		assertThat(of("news", "hello")).isEqualTo(of("news", "hello"));
		assertThat(of("news", "hello")).isNotEqualTo(of("news", "hallo"));
		assertThat(of("news", "hello")).isNotEqualTo(of("views", "hello"));
		assertThat(of("news", "hello")).isNotEqualTo(of("newsh", "ello"));
		assertThat(of("news", "")).isNotEqualTo(of("news", "\0"));
	}

	@Test
	void differsWithinManySimilarMessages() {
		Set<Long> all = new HashSet<>();
		for (int i = 0; i < 100_000; i++) {
			all.add(of("news", "message-" + i));
		}
		assertThat(all).hasSize(100_000);
	}

	@Test
	void looksAtBothEndsOfALargeMessage() {
		String middle = "x".repeat(1_000_000);
		assertThat(of("news", "a" + middle + "b")).isEqualTo(of("news", "a" + middle + "b"));
		assertThat(of("news", "a" + middle + "b")).isNotEqualTo(of("news", "a" + middle + "c"));
		assertThat(of("news", "a" + middle + "b")).isNotEqualTo(of("news", "b" + middle + "b"));
	}

}
