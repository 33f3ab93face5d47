package dev.tappet.source.azurequeue.poll;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ForesightTests {

	private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

	private final Foresight foresight = new Foresight();

	private long now = Long.MAX_VALUE - MILLISECOND;

	private long ended;

	/** So many handlers end in each of some spans of time, each with an answer. */
	private void pass(int spans, long milliseconds, int ending, long answer) {
		for (int i = 0; i < spans; i++) {
			this.now += milliseconds * MILLISECOND;
			this.ended += ending;
			this.foresight.answered(answer * MILLISECOND, this.ended, this.now);
		}
	}

	private long ending(long permits) {
		return this.foresight.ending(this.ended, permits, this.now);
	}

	@Test
	void knowsNothingAtFirst() {
		assertThat(ending(16)).isZero();
		pass(1, 20, 16, 5);
		assertThat(ending(16)).isZero();
	}

	@Test
	void asksForSomeMoreThanEndedLatelyWhileAnswersCame() {
		pass(20, 10, 32, 5);
		assertThat(ending(100)).isBetween(20L, 24L);
	}

	@Test
	void asksForTwoForEachPermitAtMost() {
		pass(20, 10, 32, 50);
		assertThat(ending(8)).isEqualTo(16);
	}

	@Test
	void noneEndsWhereHandlersAreSlow() {
		pass(20, 100, 1, 5);
		assertThat(ending(16)).isZero();
	}

	@Test
	void fewEndWhenTheyHaveStoppedEnding() {
		pass(20, 10, 32, 5);
		this.now += 1000 * MILLISECOND;
		assertThat(ending(16)).isZero();
		this.ended += 3200;
		assertThat(ending(16)).isPositive();
	}

	@Test
	void followsWhatTheyTakeLately() {
		pass(20, 10, 32, 5);
		pass(20, 100, 1, 5);
		assertThat(ending(16)).isZero();
		pass(20, 10, 32, 5);
		assertThat(ending(16)).isGreaterThan(12);
	}

}
