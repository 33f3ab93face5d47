package dev.tappet.source.redis.pubsub;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EchoesTests {

	private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

	private final Object old = new Object();

	private final Object successor = new Object();

	private final Echoes echoes = new Echoes();

	private long now = Long.MAX_VALUE - MILLISECOND;

	private boolean hear(Object connection, String message) {
		this.now += MILLISECOND;
		return this.echoes.hear(connection, "news", message.getBytes(StandardCharsets.UTF_8), this.now);
	}

	@Test
	void whatTheSuccessorRepeatsIsAnEcho() {
		assertThat(hear(this.old, "a")).isFalse();
		assertThat(hear(this.old, "b")).isFalse();
		assertThat(hear(this.successor, "b")).isTrue();
		assertThat(hear(this.successor, "c")).isFalse();
		assertThat(hear(this.successor, "a")).isTrue();
	}

	@Test
	void itMayComeAnyWayRound() {
		assertThat(hear(this.old, "a")).isFalse();
		assertThat(hear(this.successor, "b")).isFalse();
		assertThat(hear(this.old, "b")).isTrue();
		assertThat(hear(this.successor, "a")).isTrue();
	}

	@Test
	void whatComesTwiceFromTheSameServerWasPublishedTwice() {
		assertThat(hear(this.old, "a")).isFalse();
		assertThat(hear(this.old, "a")).isFalse();
		assertThat(hear(this.successor, "a")).isFalse();
		assertThat(hear(this.successor, "a")).isFalse();
	}

	@Test
	void anEchoComesOnce() {
		assertThat(hear(this.old, "a")).isFalse();
		assertThat(hear(this.successor, "a")).isTrue();
		assertThat(hear(this.successor, "a")).isFalse();
	}

	@Test
	void whatComesMuchLaterIsNoEcho() {
		assertThat(hear(this.old, "a")).isFalse();
		assertThat(hear(this.old, "b")).isFalse();
		this.now += Echoes.WITHIN.toNanos() - 2 * MILLISECOND;
		assertThat(hear(this.successor, "b")).isTrue();
		assertThat(hear(this.successor, "a")).isFalse();
	}

	@Test
	void remembersTheLastOnesOnly() {
		for (int i = 0; i < 5000; i++) {
			this.now -= MILLISECOND - 1000;
			assertThat(hear(this.old, "m" + i)).isFalse();
		}
		assertThat(hear(this.successor, "m0")).isFalse();
		assertThat(hear(this.successor, "m4999")).isTrue();
		assertThat(hear(this.successor, "m4100")).isTrue();
	}

	@Test
	void channelsDiffer() {
		assertThat(hear(this.old, "a")).isFalse();
		assertThat(this.echoes.hear(this.successor, "other", "a".getBytes(StandardCharsets.UTF_8), this.now)).isFalse();
	}

}
