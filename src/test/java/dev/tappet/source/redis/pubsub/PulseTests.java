package dev.tappet.source.redis.pubsub;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PulseTests {

	private long now = Long.MAX_VALUE - 1000;

	private final Pulse pulse = new Pulse(this.now);

	private void passes(long millis) {
		this.now += Duration.ofMillis(millis).toNanos();
	}

	private void answersAfter(long millis) {
		passes(millis);
		this.pulse.answered(this.now - 10, this.now);
	}

	private boolean falters() {
		return this.pulse.falters(this.now);
	}

	@Test
	void doesNotFalterWhileAnAnswerComesEverySecond() {
		for (int i = 0; i < 20; i++) {
			answersAfter(1100);
			assertThat(falters()).isFalse();
		}
	}

	@Test
	void faltersWhileNoAnswerComes() {
		passes(1400);
		assertThat(falters()).isFalse();
		passes(200);
		assertThat(falters()).isTrue();
	}

	@Test
	void hasHeardAllUntilItWasAskedWhatItAnsweredLast() {
		long begin = this.now;
		assertThat(this.pulse.heardUntil()).isEqualTo(begin);
		answersAfter(1000);
		passes(4000);
		assertThat(this.pulse.heardUntil()).isEqualTo(begin + Duration.ofSeconds(1).toNanos() - 10);
	}

	@Test
	void isKnownToHaveFalteredForAWhileAfterItAnswersAgain() {
		answersAfter(3000);
		assertThat(falters()).isTrue();
		for (int i = 0; i < 9; i++) {
			answersAfter(1000);
			assertThat(falters()).isTrue();
		}
		answersAfter(1000);
		assertThat(falters()).isFalse();
	}

}
