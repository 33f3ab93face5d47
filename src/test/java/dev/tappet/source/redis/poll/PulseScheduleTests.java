package dev.tappet.source.redis.poll;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PulseScheduleTests {

	private final PulseSchedule pulses = new PulseSchedule(Ticks.START);

	private void pulse(long wait, double sentAt, double answeredAt) {
		this.pulses.sent(Ticks.at(sentAt));
		this.pulses.answered(wait, Ticks.at(answeredAt));
	}

	private double next(boolean reading) {
		return (this.pulses.wakeAt(reading, Ticks.START) - Ticks.START) / 1e6;
	}

	@Test
	void pulsesAtOnceAndThenWithinEveryTwoSeconds() {
		assertThat(this.pulses.isTime(Ticks.START)).isTrue();
		pulse(-1, 0, 10);
		assertThat(this.pulses.isTime(Ticks.at(1499))).isFalse();
		assertThat(this.pulses.isTime(Ticks.at(2000))).isTrue();
		assertThat(next(true)).isBetween(1500.0, 2000.0);
	}

	@Test
	void pulsesToTheSameBeatAsAllOthers() {
		pulse(-1, 0, 10);
		PulseSchedule other = new PulseSchedule(Ticks.START);
		other.sent(Ticks.at(0.3));
		other.answered(-1, Ticks.at(5));
		assertThat(other.wakeAt(true, Ticks.START)).isEqualTo(this.pulses.wakeAt(true, Ticks.START));
	}

	@Test
	void pulsesAtOnceOnANewConnection() {
		pulse(-1, 0, 10);
		this.pulses.begun(Ticks.at(300));
		assertThat(this.pulses.isTime(Ticks.at(299))).isFalse();
		assertThat(this.pulses.isTime(Ticks.at(300))).isTrue();
	}

	@Test
	void knowsFromThePulseWhenTheNextMessageIsDue() {
		pulse(100, 0, 10);
		// The server has rounded, so a millisecond is added.
		assertThat(next(true)).isEqualTo(111);
		assertThat(this.pulses.becameDue(Ticks.at(110.999))).isFalse();
		assertThat(this.pulses.becameDue(Ticks.at(111))).isTrue();
	}

	@Test
	void tellsOnceThatAMessageBecameDueAndAsksForTheNext() {
		pulse(100, 0, 10);
		assertThat(this.pulses.becameDue(Ticks.at(111))).isTrue();
		assertThat(this.pulses.becameDue(Ticks.at(111))).isFalse();
		assertThat(next(true)).as("soon, but not in the same moment as the last").isEqualTo(50);
		pulse(0, 111, 112);
		assertThat(this.pulses.becameDue(Ticks.at(112.9))).isFalse();
		assertThat(this.pulses.becameDue(Ticks.at(113))).isTrue();
		assertThat(next(true)).isEqualTo(161);
	}

	@Test
	void isNotWokenForWhatIsDueWhileNothingIsRead() {
		pulse(100, 0, 10);
		assertThat(next(false)).isBetween(1500.0, 2000.0);
	}

	@Test
	void findsNothingDueWhereNothingWaits() {
		pulse(-1, 0, 10);
		assertThat(this.pulses.becameDue(Ticks.at(3_600_000))).isFalse();
		pulse(10_000, 0, 10);
		pulse(-1, 100, 110);
		assertThat(this.pulses.becameDue(Ticks.at(3_600_000))).isFalse();
	}

	@Test
	void looksSoonAfterSomethingWasPutOffButNotAllTheTime() {
		pulse(-1, 0, 10);
		for (int i = 20; i < 40; i++) {
			this.pulses.lookSoon();
		}
		assertThat(this.pulses.isTime(Ticks.at(49))).isFalse();
		assertThat(this.pulses.isTime(Ticks.at(50))).isTrue();
		pulse(-1, 50, 51);
		this.pulses.lookSoon();
		assertThat(next(true)).isEqualTo(100);
	}

	@Test
	void givesTheLeaseUpOnceItWasNotNeededForAWhile() {
		pulse(-1, 0, 10);
		this.pulses.active(Ticks.at(500));
		assertThat(this.pulses.rests(Ticks.at(2499))).isFalse();
		assertThat(this.pulses.rests(Ticks.at(2500))).isTrue();
		assertThat(this.pulses.isResting()).isTrue();
		assertThat(this.pulses.rests(Ticks.at(2501))).as("once").isFalse();
		assertThat(this.pulses.isTime(Ticks.at(60_000))).isFalse();
		assertThat(next(true)).as("nothing is to be done").isGreaterThan(60_000);
	}

	@Test
	void takesTheLeaseAgainAtOnceWhenItIsNeeded() {
		pulse(-1, 0, 10);
		assertThat(this.pulses.rests(Ticks.at(3000))).isTrue();
		this.pulses.active(Ticks.at(3500));
		assertThat(this.pulses.isResting()).isFalse();
		assertThat(this.pulses.isTime(Ticks.at(3500))).isTrue();
	}

	@Test
	void keepsTheLeaseWhileAMessageWaitsForItsTime() {
		pulse(100_000, 0, 10);
		assertThat(this.pulses.rests(Ticks.at(50_000))).isFalse();
	}

	@Test
	void needsTheLeaseForWhatAnotherHasSeenWaiting() {
		pulse(-1, 0, 10);
		assertThat(this.pulses.rests(Ticks.at(3000))).isTrue();
		this.pulses.told(200, Ticks.at(3000));
		assertThat(this.pulses.isTime(Ticks.at(3000))).isTrue();
		assertThat(this.pulses.becameDue(Ticks.at(3201))).isTrue();
	}

	@Test
	void doesNotPutOffAPulseThatIsDue() {
		pulse(-1, 0, 10);
		this.pulses.begun(Ticks.at(20));
		this.pulses.lookSoon();
		assertThat(this.pulses.isTime(Ticks.at(20))).isTrue();
	}

}
