package dev.tappet.source.redis.poll;

import dev.tappet.source.redis.poll.Recovery.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RecoveryTests {

	private final Recovery recovery = new Recovery(Ticks.START);

	private double waits(double failedAt) {
		return (this.recovery.blockedUntil() - Ticks.at(failedAt)) / 1e6;
	}

	@Test
	void leavesTheKeyAloneForLongerAfterEachFailure() {
		assertThat(this.recovery.isBlocked(Ticks.START)).isFalse();
		double[] longest = { 100, 200, 400, 800, 1600, 2000, 2000 };
		for (double most : longest) {
			this.recovery.failed(Step.LOOK, false, Ticks.START);
			assertThat(waits(0)).isBetween(most * 0.8, most);
			assertThat(this.recovery.isBlocked(Ticks.START)).isTrue();
			assertThat(this.recovery.isBlocked(Ticks.at(most))).isFalse();
		}
	}

	@Test
	void startsWithAShortWaitAgainOnceTheKeyWasRead() {
		for (int i = 0; i < 5; i++) {
			this.recovery.failed(Step.LOOK, false, Ticks.START);
		}
		assertThat(this.recovery.succeeded(Step.TAKE_DUE, false)).isFalse();
		this.recovery.failed(Step.LOOK, false, Ticks.START);
		assertThat(waits(0)).isGreaterThan(1000);
		assertThat(this.recovery.succeeded(Step.TAKE_NEW, false)).isTrue();
		this.recovery.failed(Step.LOOK, false, Ticks.START);
		assertThat(waits(0)).isLessThanOrEqualTo(100);
	}

	/** What works beside a step that the server refuses says nothing about that step. */
	@ParameterizedTest
	@CsvSource({ "LOOK, true, false, false", "TAKE_NEW, false, true, false", "TAKE_DUE, false, false, true" })
	void takesARefusalForOverOnlyWhenThatStepSucceeds(Step refused, boolean byLook, boolean byNew, boolean byDue) {
		assertThat(afterRefusalOf(refused).succeeded(Step.LOOK, false)).isEqualTo(byLook);
		assertThat(afterRefusalOf(refused).succeeded(Step.TAKE_NEW, false)).isEqualTo(byNew);
		assertThat(afterRefusalOf(refused).succeeded(Step.TAKE_DUE, false)).isEqualTo(byDue);
	}

	private static Recovery afterRefusalOf(Step step) {
		Recovery recovery = new Recovery(Ticks.START);
		recovery.failed(step, true, Ticks.START);
		return recovery;
	}

	@Test
	void takesALostConnectionForOverWhenTheKeyWasLookedAtOrRead() {
		this.recovery.failed(Step.TAKE_NEW, false, Ticks.START);
		assertThat(this.recovery.succeeded(Step.TAKE_DUE, false)).isFalse();
		assertThat(this.recovery.succeeded(Step.LOOK, false)).isTrue();
	}

	@Test
	void doesNotTakeAKeyForGoodBeforeItWasReadOnce() {
		assertThat(this.recovery.succeeded(Step.LOOK, true)).isFalse();
		assertThat(this.recovery.succeeded(Step.TAKE_NEW, true)).isTrue();
	}

	@Test
	void takesARefusalForOverOnceTheConnectionWasLostSince() {
		this.recovery.failed(Step.TAKE_DUE, true, Ticks.START);
		this.recovery.failed(Step.TAKE_NEW, false, Ticks.START);
		assertThat(this.recovery.succeeded(Step.TAKE_NEW, false)).isTrue();
	}

	@Test
	void triesRefusedVerdictsAgainWithGrowingWaitsOfTheirOwn() {
		assertThat(this.recovery.settlesAgain(Ticks.START)).isTrue();
		assertThat(this.recovery.settlesAgain(Ticks.at(79))).isFalse();
		assertThat(this.recovery.settleAgainAt() - Ticks.START).isBetween(80_000_000L, 100_000_000L);
		assertThat(this.recovery.settlesAgain(Ticks.at(100))).isTrue();
		assertThat(this.recovery.settlesAgain(Ticks.at(259))).isFalse();
		assertThat(this.recovery.settlesAgain(Ticks.at(300))).isTrue();
		assertThat(this.recovery.isBlocked(Ticks.at(300))).as("the key is read meanwhile").isFalse();
		this.recovery.settles();
		assertThat(this.recovery.settlesAgain(Ticks.at(700))).isTrue();
		assertThat(this.recovery.settlesAgain(Ticks.at(800))).as("the waits are short again").isTrue();
	}

}
