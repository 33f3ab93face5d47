package dev.tappet.source.redis.poll;

import java.time.Duration;
import java.util.List;

import dev.tappet.source.redis.lease.Look;
import dev.tappet.source.redis.poll.Recovery.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyScheduleTests {

	private final KeySchedule schedule = new KeySchedule(Ticks.settings(10, 1, false), true, Duration.ofSeconds(5),
			Ticks.START);

	private void begin(double at) {
		this.schedule.begun(Ticks.at(at));
		pulse(-1, at);
		this.schedule.reads().reclaiming();
		this.schedule.reads().reclaimed(0, false, Ticks.at(at));
		this.schedule.reads().reclaiming();
		this.schedule.reads().reclaimed(0, false, Ticks.at(at));
	}

	private void pulse(long wait, double at) {
		this.schedule.pulses().sent(Ticks.at(at));
		this.schedule.pulses().answered(wait, Ticks.at(at));
	}

	private SentRead send(ReadKind kind, double at) {
		return new SentRead(kind, this.schedule.reads().sent(kind, Ticks.at(at)), 10, true, 0);
	}

	private void bringNothing(SentRead read, double at) {
		assertThat(this.schedule.reads().ended(read, Ticks.at(at))).isTrue();
		switch (read.kind()) {
			case DUE -> this.schedule.reads().broughtDue(0);
			case NEW -> this.schedule.reads().broughtNew(read, 0, true, true, Ticks.at(at));
		}
	}

	private void idle(double at) {
		begin(at);
		bringNothing(send(ReadKind.DUE, at), at);
		bringNothing(send(ReadKind.NEW, at), at);
	}

	private double wakeAt(boolean fetching, boolean refusing, double now) {
		return (this.schedule.wakeAt(fetching, 0, refusing, Ticks.at(now)) - Ticks.START) / 1e6;
	}

	@Test
	void pulsesReclaimsAndReadsFirst() {
		assertThat(this.schedule.recovery().isBlocked(Ticks.START)).isFalse();
		this.schedule.begun(Ticks.START);
		assertThat(this.schedule.pulses().isTime(Ticks.START)).isTrue();
		assertThat(this.schedule.reads().reclaims(Ticks.START)).isTrue();
		assertThat(this.schedule.reads().mayRead(0, Ticks.START)).isFalse();
	}

	@Test
	void restsUntilTheNextPulseWhileItIsIdle() {
		idle(0);
		assertThat(wakeAt(true, false, 0)).isBetween(1500.0, 2000.0);
	}

	@Test
	void readsWhatBecomesDueAtItsTime() {
		idle(0);
		pulse(300, 0);
		assertThat(wakeAt(true, false, 0)).isEqualTo(301);
		this.schedule.tick(Ticks.at(300.9));
		assertThat(this.schedule.reads().next(0)).isNull();
		this.schedule.tick(Ticks.at(301));
		assertThat(this.schedule.reads().next(0)).isEqualTo(ReadKind.DUE);
	}

	@Test
	void restsThroughWhatBecomesDueWhileItIsPaused() {
		idle(0);
		pulse(300, 0);
		assertThat(wakeAt(false, false, 0)).isBetween(1500.0, 2000.0);
		assertThat(wakeAt(false, false, 400)).isBetween(1500.0, 2000.0);
		assertThat(wakeAt(true, false, 400)).as("it is due as soon as it is resumed").isLessThanOrEqualTo(400);
	}

	@Test
	void watchesOverAReadThatTakesLongWhileItStops() {
		begin(0);
		send(ReadKind.NEW, 0);
		pulse(-1, 4000);
		this.schedule.pulses().active(Ticks.at(4000));
		assertThat(wakeAt(false, false, 4000)).isEqualTo(5000);
		assertThat(this.schedule.reads().isStuck(Ticks.at(5001))).isTrue();
	}

	@Test
	void doesNothingForAWhileAfterAFailure() {
		idle(0);
		this.schedule.failed(Step.LOOK, false, Ticks.at(10));
		assertThat(this.schedule.recovery().isBlocked(Ticks.at(89))).isTrue();
		assertThat(wakeAt(true, true, 20)).isBetween(90.0, 110.0);
		assertThat(this.schedule.recovery().isBlocked(Ticks.at(110))).isFalse();
		assertThat(wakeAt(true, false, 110)).isBetween(1500.0, 2000.0);
	}

	@Test
	void trustsNoReplyThatComesAfterAFailureWithoutAnAnswer() {
		begin(0);
		SentRead read = send(ReadKind.NEW, 0);
		this.schedule.failed(Step.TAKE_DUE, false, Ticks.at(10));
		assertThat(this.schedule.reads().nothingUnderWay()).isTrue();
		assertThat(this.schedule.reads().ended(read, Ticks.at(11))).isFalse();
	}

	@Test
	void trustsTheOtherReadsWhereTheServerRefusesOne() {
		begin(0);
		SentRead due = send(ReadKind.DUE, 0);
		SentRead fresh = send(ReadKind.NEW, 0);
		assertThat(this.schedule.reads().ended(due, Ticks.at(10))).isTrue();
		this.schedule.failed(Step.TAKE_DUE, true, Ticks.at(10));
		assertThat(this.schedule.reads().nothingUnderWay()).isFalse();
		assertThat(this.schedule.reads().ended(fresh, Ticks.at(11))).isTrue();
	}

	@Test
	void comesBackForVerdictsThatTheServerRefuses() {
		idle(0);
		assertThat(this.schedule.recovery().settlesAgain(Ticks.at(10))).isTrue();
		assertThat(wakeAt(true, true, 10)).isBetween(90.0, 110.0);
		assertThat(wakeAt(false, true, 10)).as("also while it is paused or stops").isBetween(90.0, 110.0);
		assertThat(wakeAt(true, false, 10)).isBetween(1500.0, 2000.0);
	}

	@Test
	void beginsAnewOnANewConnection() {
		idle(0);
		assertThat(this.schedule.pulses().isTime(Ticks.at(100))).isFalse();
		assertThat(this.schedule.reads().reclaims(Ticks.at(100))).isFalse();
		this.schedule.begun(Ticks.at(100));
		assertThat(this.schedule.pulses().isTime(Ticks.at(100))).isTrue();
		assertThat(this.schedule.reads().reclaims(Ticks.at(100))).isTrue();
	}

	@Test
	void readsWhatSomebodyHasSeen() {
		idle(0);
		this.schedule.seen(new Look(true, -1, 0, List.of()), 0, Ticks.at(1000));
		assertThat(this.schedule.reads().next(0)).isEqualTo(ReadKind.NEW);
		this.schedule.seen(new Look(false, 100, 0, List.of()), 0, Ticks.at(1000));
		this.schedule.tick(Ticks.at(1101));
		assertThat(this.schedule.reads().next(0)).isEqualTo(ReadKind.DUE);
	}

	@Test
	void reclaimsWhatTheServerCountsAsItsOwnThoughItHoldsNothing() {
		idle(0);
		this.schedule.seen(new Look(false, -1, 3, List.of()), 2, Ticks.at(1000));
		assertThat(this.schedule.reads().reclaims(Ticks.at(1000))).isFalse();
		this.schedule.seen(new Look(false, 500, 3, List.of()), 0, Ticks.at(1000));
		assertThat(this.schedule.reads().reclaims(Ticks.at(1000))).as("these wait for a retry").isFalse();
		this.schedule.seen(new Look(false, -1, 3, List.of()), 0, Ticks.at(1000));
		assertThat(this.schedule.reads().reclaims(Ticks.at(1000))).isTrue();
	}

}
