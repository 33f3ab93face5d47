package dev.tappet.source.redis.poll;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadScheduleTests {

	private static final int COUNT = 10;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private ReadSchedule reads = schedule(Ticks.settings(COUNT, 1, false));

	private static ReadSchedule schedule(PollSettings settings) {
		ReadSchedule schedule = new ReadSchedule(settings, true, PATIENCE, Ticks.START);
		schedule.begun(Ticks.START);
		schedule.reclaiming();
		schedule.reclaimed(0, false, Ticks.START);
		schedule.reclaiming();
		schedule.reclaimed(0, false, Ticks.START);
		return schedule;
	}

	private SentRead send(ReadKind kind, boolean watched, double at) {
		assertThat(this.reads.next(0)).isEqualTo(kind);
		return new SentRead(kind, this.reads.sent(kind, Ticks.at(at)), COUNT, watched, 0);
	}

	/** A read for new messages that the server tells of, and nothing happens beside. */
	private boolean brings(SentRead read, int messages, double at) {
		assertThat(this.reads.ended(read, Ticks.at(at))).isTrue();
		return this.reads.broughtNew(read, messages, true, true, Ticks.at(at));
	}

	private void nothingIsDue() {
		SentRead due = send(ReadKind.DUE, false, 0);
		this.reads.ended(due, Ticks.START);
		this.reads.broughtDue(0);
	}

	private void idle(double at) {
		brings(send(ReadKind.NEW, true, at), 0, at);
		assertThat(this.reads.next(0)).isNull();
	}

	private @Nullable ReadKind nextAt(double at) {
		this.reads.tick(Ticks.at(at));
		return this.reads.next(0);
	}

	private double wakeAt(boolean fetching, int unsettled, double now) {
		return (this.reads.wakeAt(Ticks.at(60_000), fetching, unsettled, Ticks.at(now)) - Ticks.START) / 1e6;
	}

	@Test
	void readsWhatIsDueAndWhatIsNewAtFirst() {
		send(ReadKind.DUE, false, 0);
		send(ReadKind.NEW, true, 0);
		assertThat(this.reads.next(0)).isNull();
	}

	@Test
	void readsWhatIsDueOneReadAtATimeWhileItBringsSomething() {
		SentRead due = send(ReadKind.DUE, false, 0);
		send(ReadKind.NEW, true, 0);
		this.reads.maybeDue();
		assertThat(this.reads.next(0)).isNull();
		this.reads.ended(due, Ticks.at(1));
		this.reads.broughtDue(3);
		due = send(ReadKind.DUE, false, 1);
		this.reads.ended(due, Ticks.at(2));
		this.reads.broughtDue(0);
		assertThat(this.reads.next(0)).isNull();
	}

	@Test
	void readsInTurnWhatIsDueAndWhatIsNewWhileThereIsMuchOfBoth() {
		SentRead due = send(ReadKind.DUE, false, 0);
		this.reads.ended(due, Ticks.at(1));
		this.reads.broughtDue(COUNT);
		SentRead fresh = send(ReadKind.NEW, true, 1);
		brings(fresh, COUNT, 2);
		due = send(ReadKind.DUE, false, 2);
		this.reads.ended(due, Ticks.at(3));
		this.reads.broughtDue(COUNT);
		send(ReadKind.NEW, false, 3);
		send(ReadKind.DUE, false, 3);
	}

	@Test
	void sendsUpToFourReadsAtOnceWhileTheSourceIsFull() {
		nothingIsDue();
		brings(send(ReadKind.NEW, true, 0), COUNT, 1);
		List<SentRead> sent = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			assertThat(this.reads.least(ReadKind.NEW)).isEqualTo((i == 0) ? 1 : COUNT / 2);
			assertThat(this.reads.watches(ReadKind.NEW)).isFalse();
			sent.add(send(ReadKind.NEW, false, 1));
		}
		assertThat(this.reads.next(0)).isNull();
		brings(sent.get(0), COUNT, 2);
		send(ReadKind.NEW, false, 2);
		assertThat(this.reads.next(0)).isNull();
	}

	@Test
	void sendsOneReadAtATimeOnceOneBroughtLess() {
		nothingIsDue();
		brings(send(ReadKind.NEW, true, 0), COUNT, 1);
		SentRead first = send(ReadKind.NEW, false, 1);
		SentRead second = send(ReadKind.NEW, false, 1);
		brings(first, COUNT - 1, 2);
		assertThat(this.reads.next(0)).as("the second is under way").isNull();
		brings(second, 0, 3);
		assertThat(this.reads.watches(ReadKind.NEW)).isTrue();
		send(ReadKind.NEW, true, 3);
		assertThat(this.reads.next(0)).isNull();
	}

	@Test
	void countsAReadForBatchesAsFullByItsMessages() {
		this.reads = schedule(Ticks.settings(100, COUNT, false));
		nothingIsDue();
		// Ten deliveries of ten messages each.
		brings(send(ReadKind.NEW, true, 0), 100, 1);
		SentRead read = send(ReadKind.NEW, false, 1);
		brings(read, 99, 2);
		assertThat(this.reads.next(0)).as("there may be more, for the key was not watched").isEqualTo(ReadKind.NEW);
		assertThat(this.reads.watches(ReadKind.NEW)).isTrue();
	}

	@Test
	void waitsOnlyAfterAReadThatCameAfterTheKeyWasWatched() {
		nothingIsDue();
		assertThat(brings(send(ReadKind.NEW, false, 0), 0, 1)).as("watch anew").isTrue();
		assertThat(brings(send(ReadKind.NEW, true, 1), 0, 2)).isFalse();
		assertThat(this.reads.next(0)).isNull();
	}

	@Test
	void readsAgainWhereTheReadItselfHasChangedTheKey() {
		PollSettings changing = new PollSettings("trigger", "redis-list", 1, COUNT, Duration.ofSeconds(30), false,
				true);
		this.reads = schedule(changing);
		nothingIsDue();
		assertThat(brings(send(ReadKind.NEW, true, 0), 3, 1)).as("watch anew").isTrue();
		assertThat(brings(send(ReadKind.NEW, true, 1), 0, 2)).isFalse();
		assertThat(this.reads.next(0)).isNull();
	}

	@Test
	void readsAgainWhereTheKeyHasChangedMeanwhile() {
		nothingIsDue();
		SentRead read = send(ReadKind.NEW, true, 0);
		this.reads.ended(read, Ticks.at(1));
		assertThat(this.reads.broughtNew(read, 0, true, false, Ticks.at(1))).isFalse();
		send(ReadKind.NEW, true, 1);
	}

	@Test
	void doesNotPollWhatTheServerTellsOf() {
		nothingIsDue();
		idle(0);
		assertThat(nextAt(600_000)).isNull();
	}

	@Test
	void pollsWhereSomethingHasHappenedThatItDoesNotKnowOf() {
		nothingIsDue();
		SentRead read = send(ReadKind.NEW, true, 0);
		this.reads.ended(read, Ticks.at(1));
		this.reads.broughtNew(read, 0, true, false, Ticks.at(1));
		assertThat(this.reads.isReading(true, Ticks.at(1))).isTrue();
		assertThat(this.reads.isReading(false, Ticks.at(1))).isFalse();
	}

	@Test
	void looksAgainSoonWhereTheServerDoesNotTell() {
		nothingIsDue();
		SentRead read = send(ReadKind.NEW, false, 0);
		this.reads.ended(read, Ticks.at(1));
		assertThat(this.reads.broughtNew(read, 0, false, true, Ticks.at(1))).isFalse();
		assertThat(nextAt(20.9)).isNull();
		assertThat(wakeAt(true, 0, 2)).isEqualTo(21);
		assertThat(nextAt(21)).isEqualTo(ReadKind.NEW);
	}

	@Test
	void looksAgainAsOftenAsToldToWhereThatIsMoreOften() {
		this.reads = schedule(new PollSettings("trigger", "redis-list", 1, COUNT, Duration.ofMillis(5), false, false));
		nothingIsDue();
		SentRead read = send(ReadKind.NEW, false, 0);
		this.reads.ended(read, Ticks.at(1));
		this.reads.broughtNew(read, 0, false, true, Ticks.at(1));
		assertThat(nextAt(5.9)).isNull();
		assertThat(nextAt(6)).isEqualTo(ReadKind.NEW);
	}

	@Test
	void readsAtOnceWhatItIsToldOf() {
		nothingIsDue();
		idle(0);
		this.reads.maybeNew();
		assertThat(this.reads.next(0)).isEqualTo(ReadKind.NEW);
	}

	@Test
	void looksForWhatIsDueEveryHalfSecondWhileItIsBusy() {
		nothingIsDue();
		brings(send(ReadKind.NEW, true, 0), COUNT, 1);
		assertThat(nextAt(499)).isEqualTo(ReadKind.NEW);
		assertThat(nextAt(500)).isEqualTo(ReadKind.DUE);
		SentRead due = send(ReadKind.DUE, false, 500);
		this.reads.ended(due, Ticks.at(501));
		this.reads.broughtDue(0);
		assertThat(nextAt(999)).isEqualTo(ReadKind.NEW);
		send(ReadKind.NEW, false, 999);
		assertThat(nextAt(1000)).isEqualTo(ReadKind.DUE);
	}

	@Test
	void doesNotLookForWhatIsDueWhileItIsIdle() {
		nothingIsDue();
		idle(0);
		assertThat(nextAt(5000)).isNull();
	}

	@Test
	void keepsStrictOrderByReadingNothingNewWhileAnythingIsUnsettled() {
		this.reads = schedule(Ticks.settings(COUNT, 1, true));
		assertThat(this.reads.next(1)).isEqualTo(ReadKind.DUE);
		send(ReadKind.DUE, false, 0);
		assertThat(this.reads.next(1)).isNull();
		assertThat(this.reads.next(0)).isEqualTo(ReadKind.NEW);
	}

	@Test
	void readsNothingWhileTooManyVerdictsWaitForTheServer() {
		assertThat(this.reads.mayRead(50_000, Ticks.START)).isTrue();
		assertThat(this.reads.mayRead(50_001, Ticks.START)).isFalse();
		assertThat(wakeAt(true, 50_000, 0)).isEqualTo(60_000);
		assertThat(wakeAt(true, 50_001, 0)).isEqualTo(20);
		assertThat(wakeAt(false, 50_001, 0)).isEqualTo(60_000);
	}

	@Test
	void reclaimsBeforeTheFirstReadAndOnceMoreLater() {
		this.reads = new ReadSchedule(Ticks.settings(COUNT, 1, false), true, PATIENCE, Ticks.START);
		this.reads.begun(Ticks.START);
		assertThat(this.reads.reclaims(Ticks.START)).isTrue();
		assertThat(this.reads.mayRead(0, Ticks.START)).isFalse();
		this.reads.reclaiming();
		assertThat(this.reads.reclaims(Ticks.START)).as("it is under way").isFalse();
		assertThat(this.reads.mayRead(0, Ticks.START)).isFalse();
		this.reads.reclaimed(0, false, Ticks.START);
		assertThat(this.reads.mayRead(0, Ticks.at(9_999))).isTrue();
		assertThat(this.reads.reclaims(Ticks.at(9_999))).isFalse();
		assertThat(this.reads.reclaims(Ticks.at(10_000))).isTrue();
		assertThat(this.reads.mayRead(0, Ticks.at(10_000))).isFalse();
		this.reads.reclaiming();
		this.reads.reclaimed(0, false, Ticks.at(10_000));
		assertThat(this.reads.reclaims(Ticks.at(600_000))).as("without a reason").isFalse();
	}

	@Test
	void readsWhileItReclaimsWhereThatTakesNothingForLost() {
		this.reads = new ReadSchedule(Ticks.settings(COUNT, 1, false), false, PATIENCE, Ticks.START);
		this.reads.begun(Ticks.START);
		send(ReadKind.DUE, false, 0);
		assertThat(this.reads.reclaims(Ticks.START)).isTrue();
		assertThat(this.reads.mayRead(0, Ticks.START)).isTrue();
		this.reads.reclaiming();
		assertThat(this.reads.mayRead(0, Ticks.START)).isTrue();
		assertThat(this.reads.reclaims(Ticks.START)).as("a page at a time").isFalse();
		this.reads.reclaimed(0, true, Ticks.at(1));
		assertThat(this.reads.reclaims(Ticks.at(1))).isTrue();
	}

	@Test
	void reclaimsOnlyWhileNothingIsUnderWay() {
		SentRead due = send(ReadKind.DUE, false, 0);
		SentRead fresh = send(ReadKind.NEW, true, 0);
		this.reads.reclaimNext(Ticks.at(10));
		assertThat(this.reads.reclaims(Ticks.at(10))).isFalse();
		this.reads.ended(due, Ticks.at(11));
		assertThat(this.reads.reclaims(Ticks.at(11))).isFalse();
		assertThat(this.reads.mayRead(0, Ticks.at(11))).as("or there would always be something").isFalse();
		this.reads.ended(fresh, Ticks.at(12));
		assertThat(this.reads.reclaims(Ticks.at(12))).isTrue();
	}

	@Test
	void reclaimsPageAfterPageBeforeItReads() {
		nothingIsDue();
		this.reads.reclaimNext(Ticks.START);
		this.reads.reclaiming();
		this.reads.reclaimed(0, true, Ticks.START);
		assertThat(this.reads.reclaims(Ticks.START)).isTrue();
		assertThat(this.reads.mayRead(0, Ticks.START)).isFalse();
		assertThat(this.reads.next(0)).isEqualTo(ReadKind.NEW);
		this.reads.reclaiming();
		this.reads.reclaimed(7, false, Ticks.START);
		assertThat(this.reads.mayRead(0, Ticks.START)).isTrue();
		send(ReadKind.NEW, true, 0);
		assertThat(this.reads.next(0)).as("what was reclaimed is due").isEqualTo(ReadKind.DUE);
	}

	@Test
	void doesNotRestBetweenThePagesThatItReclaims() {
		nothingIsDue();
		idle(0);
		this.reads.reclaimed(0, true, Ticks.at(100));
		assertThat(wakeAt(true, 0, 100)).isEqualTo(100);
		assertThat(wakeAt(false, 0, 101)).as("also while it is paused").isLessThanOrEqualTo(101);
		this.reads.reclaiming();
		this.reads.reclaimed(0, false, Ticks.at(101));
		assertThat(wakeAt(false, 0, 101)).isEqualTo(60_000);
	}

	@Test
	void restsBeforeItReclaimsWhileAReadIsUnderWay() {
		send(ReadKind.DUE, false, 0);
		this.reads.reclaimNext(Ticks.at(100));
		assertThat(wakeAt(true, 0, 100)).isEqualTo(5000);
	}

	@Test
	void isStuckWhereAnAnswerTakesTooLong() {
		SentRead due = send(ReadKind.DUE, false, 0);
		SentRead fresh = send(ReadKind.NEW, true, 100);
		assertThat(this.reads.isStuck(Ticks.at(5000))).isFalse();
		assertThat(this.reads.isStuck(Ticks.at(5001))).isTrue();
		assertThat(wakeAt(false, 0, 200)).as("also while it is stopping").isEqualTo(5000);
		this.reads.ended(due, Ticks.at(3000));
		assertThat(this.reads.isStuck(Ticks.at(8000))).isFalse();
		assertThat(this.reads.isStuck(Ticks.at(8001))).isTrue();
		this.reads.ended(fresh, Ticks.at(8001));
		assertThat(this.reads.isStuck(Ticks.at(20_000))).isFalse();
		assertThat(this.reads.nothingUnderWay()).isTrue();
	}

	@Test
	void doesNotCountWhatArrivesAfterItWasAbandoned() {
		SentRead due = send(ReadKind.DUE, false, 0);
		SentRead fresh = send(ReadKind.NEW, true, 0);
		this.reads.abandon();
		assertThat(this.reads.nothingUnderWay()).isTrue();
		assertThat(this.reads.isStuck(Ticks.at(20_000))).isFalse();
		this.reads.begun(Ticks.at(10));
		SentRead again = send(ReadKind.DUE, false, 10);
		assertThat(this.reads.ended(due, Ticks.at(11))).isFalse();
		assertThat(this.reads.ended(fresh, Ticks.at(11))).isFalse();
		assertThat(this.reads.nothingUnderWay()).isFalse();
		assertThat(this.reads.ended(again, Ticks.at(12))).isTrue();
		assertThat(this.reads.nothingUnderWay()).isTrue();
	}

	@Test
	void beginsAnewAsIfItKnewNothing() {
		nothingIsDue();
		brings(send(ReadKind.NEW, true, 0), COUNT, 1);
		this.reads.begun(Ticks.at(5));
		assertThat(this.reads.reclaims(Ticks.at(5))).isTrue();
		this.reads.reclaimed(0, false, Ticks.at(5));
		send(ReadKind.DUE, false, 5);
		assertThat(this.reads.watches(ReadKind.NEW)).isTrue();
		send(ReadKind.NEW, true, 5);
		assertThat(this.reads.next(0)).isNull();
	}

	@Test
	void saysHowMuchMustBeWantedForAnotherRead() {
		assertThat(this.reads.wanted()).isEqualTo(1);
		SentRead due = send(ReadKind.DUE, false, 0);
		assertThat(this.reads.wanted()).isEqualTo(1);
		SentRead fresh = send(ReadKind.NEW, true, 0);
		assertThat(this.reads.wanted()).isEqualTo(Integer.MAX_VALUE);
		brings(fresh, COUNT, 1);
		assertThat(this.reads.wanted()).isEqualTo(1);
		send(ReadKind.NEW, false, 1);
		assertThat(this.reads.wanted()).isEqualTo(COUNT / 2);
		this.reads.ended(due, Ticks.at(2));
		this.reads.broughtDue(1);
		assertThat(this.reads.wanted()).isEqualTo(1);
	}

	@Test
	void wantsAtLeastOneMessageForASecondRead() {
		this.reads = schedule(Ticks.settings(1, 1, false));
		nothingIsDue();
		SentRead read = new SentRead(ReadKind.NEW, this.reads.sent(ReadKind.NEW, Ticks.START), 1, true, 0);
		brings(read, 1, 1);
		send(ReadKind.NEW, false, 1);
		assertThat(this.reads.least(ReadKind.NEW)).isEqualTo(1);
	}

	@Test
	void isWokenByWhatItIsToldWhileItIsIdle() {
		nothingIsDue();
		assertThat(wakeAt(true, 0, 0)).as("there may be something new, so only demand is missing").isEqualTo(60_000);
		idle(0);
		assertThat(wakeAt(true, 0, 0)).isEqualTo(60_000);
		assertThat(wakeAt(false, 0, 0)).isEqualTo(60_000);
	}

	@Test
	void readsWhatTheServerTellsOf() {
		nothingIsDue();
		idle(0);
		this.reads.told(Ticks.at(10));
		assertThat(nextAt(10)).isEqualTo(ReadKind.NEW);
	}

	@Test
	void restsAfterOthersWereFasterAndThenReadsWhatItWasToldMeanwhile() {
		nothingIsDue();
		idle(0);
		this.reads.told(Ticks.at(10));
		brings(send(ReadKind.NEW, true, 10), 0, 10);
		this.reads.told(Ticks.at(10.1));
		assertThat(nextAt(10.1)).isNull();
		assertThat(wakeAt(true, 0, 10.1)).isBetween(10.5, 11.5);
		assertThat(nextAt(11.6)).isEqualTo(ReadKind.NEW);
	}

	@Test
	void doesNotRestAfterItWasFirst() {
		nothingIsDue();
		idle(0);
		this.reads.told(Ticks.at(10));
		brings(send(ReadKind.NEW, true, 10), 1, 10);
		this.reads.told(Ticks.at(10.1));
		assertThat(nextAt(10.1)).isEqualTo(ReadKind.NEW);
	}

	@Test
	void restsFromNothingThatItWasNotToldByTheServer() {
		nothingIsDue();
		idle(0);
		this.reads.maybeNew();
		brings(send(ReadKind.NEW, true, 10), 0, 10);
		this.reads.told(Ticks.at(10.1));
		assertThat(nextAt(10.1)).isEqualTo(ReadKind.NEW);
	}

	@Test
	void readsWhileItRestsWhatSomebodyHasSeen() {
		nothingIsDue();
		idle(0);
		this.reads.told(Ticks.at(10));
		brings(send(ReadKind.NEW, true, 10), 0, 10);
		this.reads.maybeNew();
		assertThat(nextAt(10.1)).isEqualTo(ReadKind.NEW);
	}

	@Test
	void doesNotRestOnANewConnection() {
		nothingIsDue();
		idle(0);
		this.reads.told(Ticks.at(10));
		brings(send(ReadKind.NEW, true, 10), 0, 10);
		this.reads.begun(Ticks.at(10.1));
		nothingIsDue();
		brings(send(ReadKind.NEW, true, 10.1), 0, 10.1);
		this.reads.told(Ticks.at(10.2));
		assertThat(nextAt(10.2)).isEqualTo(ReadKind.NEW);
	}

}
