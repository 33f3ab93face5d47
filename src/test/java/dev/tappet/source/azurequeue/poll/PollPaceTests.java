package dev.tappet.source.azurequeue.poll;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PollPaceTests {

	private static final double MIDDLE = 0.5;

	private final PollPace pace = new PollPace(Duration.ofSeconds(1));

	private long now = Long.MAX_VALUE - 5;

	private long waitMillis() {
		return Duration.ofNanos(this.pace.untilNext(this.now)).toMillis();
	}

	private long emptyMillis(double chance) {
		this.now += this.pace.untilNext(this.now);
		this.pace.received(16, 0, this.now, chance);
		return waitMillis();
	}

	@Test
	void doublesTheWaitOfAnIdleQueueUpToTheLongest() {
		assertThat(this.pace.mayAsk(0, this.now)).isTrue();
		assertThat(emptyMillis(MIDDLE)).isEqualTo(100);
		assertThat(this.pace.mayAsk(0, this.now)).isFalse();
		assertThat(emptyMillis(MIDDLE)).isEqualTo(200);
		assertThat(emptyMillis(MIDDLE)).isEqualTo(400);
		assertThat(emptyMillis(MIDDLE)).isEqualTo(800);
		assertThat(emptyMillis(MIDDLE)).isEqualTo(1000);
		assertThat(emptyMillis(MIDDLE)).isEqualTo(1000);
	}

	@Test
	void spreadsWaitsByAFifthAndNeverPastTheLongest() {
		assertThat(emptyMillis(0)).isEqualTo(80);
		assertThat(emptyMillis(1)).isEqualTo(240);
		emptyMillis(MIDDLE);
		emptyMillis(MIDDLE);
		assertThat(emptyMillis(1)).isEqualTo(1000);
		assertThat(emptyMillis(0)).isEqualTo(800);
	}

	@Test
	void asksAtOnceAgainAfterAnyMessageAndMoreAtOnceWhileTheQueueIsFull() {
		emptyMillis(MIDDLE);
		emptyMillis(MIDDLE);
		this.pace.received(16, 3, this.now, MIDDLE);
		assertThat(this.pace.mayAsk(0, this.now)).isTrue();
		assertThat(this.pace.mayAsk(1, this.now)).isFalse();
		this.pace.received(16, 16, this.now, MIDDLE);
		assertThat(this.pace.mayAsk(PollPace.WHILE_FULL - 1, this.now)).isTrue();
		assertThat(this.pace.mayAsk(PollPace.WHILE_FULL, this.now)).isFalse();
		assertThat(emptyMillis(MIDDLE)).isEqualTo(100);
		assertThat(this.pace.mayAsk(1, this.now)).isFalse();
	}

	@Test
	void waitsLongerWithEachFailureWhateverTheLongestWaitOfAnIdleQueue() {
		PollPace rare = new PollPace(Duration.ofHours(1));
		long waited = 0;
		for (int i = 0; i < 10; i++) {
			rare.failed(this.now, MIDDLE);
			waited = rare.untilNext(this.now);
			this.now += waited;
		}
		assertThat(Duration.ofNanos(waited)).isEqualTo(PollPace.LONGEST_AFTER_FAILURE);
		rare.received(1, 1, this.now, MIDDLE);
		rare.failed(this.now, MIDDLE);
		assertThat(Duration.ofNanos(rare.untilNext(this.now))).isEqualTo(PollPace.FIRST_WAIT);
	}

	@Test
	void looksAtOnceForWhatItExpects() {
		emptyMillis(MIDDLE);
		emptyMillis(MIDDLE);
		this.pace.expect();
		assertThat(this.pace.mayAsk(0, this.now)).isTrue();
		assertThat(emptyMillis(MIDDLE)).isEqualTo(100);
	}

	@Test
	void isOverdueWhereNothingHasComeBackForTooLong() {
		assertThat(this.pace.isOverdue(this.now + Duration.ofDays(1).toNanos())).isFalse();
		this.pace.received(16, 0, this.now, MIDDLE);
		assertThat(this.pace.isOverdue(this.now + Duration.ofSeconds(60).toNanos())).isFalse();
		assertThat(this.pace.isOverdue(this.now + Duration.ofSeconds(62).toNanos())).isTrue();
		this.pace.received(16, 0, this.now + Duration.ofSeconds(63).toNanos(), MIDDLE);
		assertThat(this.pace.isOverdue(this.now + Duration.ofSeconds(64).toNanos())).isFalse();
		PollPace rare = new PollPace(Duration.ofHours(1));
		rare.received(16, 0, this.now, MIDDLE);
		assertThat(rare.isOverdue(this.now + Duration.ofMinutes(60).toNanos())).isFalse();
	}

	@Test
	void neverWaitsLongerThanAShortLongestWait() {
		PollPace eager = new PollPace(Duration.ofMillis(100));
		eager.received(1, 0, this.now, 1);
		eager.received(1, 0, this.now, 1);
		assertThat(Duration.ofNanos(eager.untilNext(this.now))).isEqualTo(Duration.ofMillis(100));
	}

}
