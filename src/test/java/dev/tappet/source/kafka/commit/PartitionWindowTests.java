package dev.tappet.source.kafka.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import dev.tappet.source.kafka.commit.Slot.Phase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PartitionWindowTests {

	private static final WindowSettings SETTINGS = new WindowSettings(10_000, 5, false);

	private final AtomicLong released = new AtomicLong();

	private final MetadataLimit limit = new MetadataLimit();

	private PartitionWindow<String> window = window(Marks.none(100), SETTINGS);

	private PartitionWindow<String> window(Marks restored, WindowSettings settings) {
		return new PartitionWindow<>(restored, settings, this.limit, this.released::addAndGet);
	}

	private void fetch(int records) {
		fetch(100, records);
	}

	private void fetch(long from, int records) {
		for (int i = 0; i < records; i++) {
			this.window.fetch(from + i, "r" + (from + i), 1);
		}
	}

	/** Begins records, and has the commit that says so confirmed. */
	private List<Slot<String>> begin(int records) {
		assertThat(this.window.claim(records, (record) -> true)).isEqualTo(records);
		this.window.confirm(this.window.snapshot());
		return ready();
	}

	private List<Slot<String>> ready() {
		List<Slot<String>> slots = new ArrayList<>();
		for (Slot<String> slot; (slot = this.window.next()) != null;) {
			slots.add(slot);
		}
		return slots;
	}

	/** What a worker finds that takes the partition over. */
	private void takeOver() {
		Snapshot<String> last = this.window.snapshot();
		this.window = window(MarksText.read(last.offset(), last.metadata()), SETTINGS);
	}

	@Test
	void restsWhereNothingIsUnfinished() {
		assertThat(this.window.restsAt()).isEqualTo(100);
		fetch(3);
		assertThat(this.window.restsAt()).isEqualTo(100);
		List<Slot<String>> slots = begin(2);
		assertThat(this.window.restsAt()).isEqualTo(-1);
		slots.get(0).complete();
		this.window.postpone(slots.get(1));
		assertThat(this.window.restsAt()).isEqualTo(-1);
		slots.get(1).complete();
		assertThat(this.window.restsAt()).isEqualTo(102);
		begin(1).getFirst().complete();
		this.window.moveTo(110);
		assertThat(this.window.restsAt()).isEqualTo(110);
	}

	@Test
	void letsNothingBeginBeforeItsAttemptIsCommitted() {
		fetch(3);
		assertThat(this.window.claim(2, (record) -> true)).isEqualTo(2);
		assertThat(this.window.next()).isNull();
		Snapshot<String> commit = this.window.snapshot();
		assertThat(commit.offset()).isEqualTo(100);
		assertThat(MarksText.read(commit.offset(), commit.metadata()).end()).isEqualTo(102);
		assertThat(this.window.next()).isNull();
		this.window.confirm(commit);
		assertThat(ready()).extracting(Slot::offset).containsExactly(100L, 101L);
		assertThat(this.window.next()).isNull();
	}

	@Test
	void claimsAgainWhatCouldNotBeCommitted() {
		fetch(2);
		this.window.claim(1, (record) -> true);
		this.window.refuse(this.window.snapshot());
		assertThat(this.window.changed()).isTrue();
		this.window.claim(1, (record) -> true);
		this.window.confirm(this.window.snapshot());
		assertThat(ready()).extracting(Slot::attempt).containsExactly(1, 1);
	}

	@Test
	void commitsUpToTheOldestUnfinishedRecord() {
		fetch(4);
		List<Slot<String>> slots = begin(4);
		slots.get(1).complete();
		slots.get(2).complete();
		this.window.touch();
		assertThat(this.window.snapshot().offset()).isEqualTo(100);
		slots.get(0).complete();
		Snapshot<String> next = this.window.snapshot();
		assertThat(next.offset()).isEqualTo(103);
		assertThat(next.counts().completed()).isEqualTo(1);
		slots.get(3).complete();
		assertThat(this.window.snapshot().offset()).isEqualTo(104);
		assertThat(this.window.snapshot().metadata()).isEmpty();
		assertThat(this.released).hasValue(4);
	}

	@Test
	void tellsOfGapsBetweenRecordsThatNobodyHasYet() {
		fetch(2);
		fetch(105, 2);
		begin(1).getFirst().complete();
		this.window.claim(3, (record) -> true);
		Snapshot<String> commit = this.window.snapshot();
		Marks marks = MarksText.read(commit.offset(), commit.metadata());
		assertThat(marks.start()).isEqualTo(101);
		assertThat(marks.end()).isEqualTo(107);
		assertThat(marks.finishedFrom(101)).isEqualTo(3);
		assertThat(marks.unfinished()).isEqualTo(3);
	}

	@Test
	void tellsOfWhatWasTakenBackThatNobodyHasBegunWithIt() {
		fetch(5);
		begin(1);
		this.window.claim(4, (record) -> true);
		this.window.releaseUnstarted();
		Snapshot<String> commit = this.window.snapshot();
		Marks marks = MarksText.read(commit.offset(), commit.metadata());
		assertThat(marks.codeAt(100)).isEqualTo(RecordState.FIRST.code());
		assertThat(marks.codeAt(101)).isEqualTo(RecordState.NEW.code());
		assertThat(marks.codeAt(104)).isEqualTo(RecordState.NEW.code());
	}

	@Test
	void countsWhatWasDoneOnceThoughItsCommitWasRefused() {
		fetch(2);
		begin(2).getFirst().complete();
		Snapshot<String> refused = this.window.snapshot();
		assertThat(refused.counts().completed()).isEqualTo(1);
		this.window.refuse(refused);
		assertThat(this.window.snapshot().counts().completed()).isEqualTo(1);
		assertThat(this.window.snapshot().counts().completed()).isZero();
	}

	@Test
	void skipsWhatAnEarlierWorkerHasFinished() {
		fetch(5);
		List<Slot<String>> slots = begin(5);
		slots.get(1).complete();
		slots.get(3).complete();
		takeOver();
		fetch(5);
		assertThat(begin(3)).extracting(Slot::offset).containsExactly(100L, 102L, 104L);
	}

	@Test
	void countsAttemptsOnWhereAWorkerDied() {
		fetch(2);
		begin(2);
		takeOver();
		fetch(2);
		this.window.claim(2, (record) -> true);
		Snapshot<String> commit = this.window.snapshot();
		assertThat(commit.counts().takenOver()).isEqualTo(2);
		this.window.confirm(commit);
		assertThat(ready()).extracting(Slot::attempt).containsExactly(2, 2);
	}

	@Test
	void takesAnAttemptBackThatHasNotBeen() {
		fetch(3);
		List<Slot<String>> slots = begin(3);
		this.window.release(slots.getFirst());
		this.window.postpone(slots.get(1));
		takeOver();
		fetch(3);
		assertThat(begin(3)).extracting(Slot::attempt).containsExactly(1, 2, 2);
	}

	@Test
	void runsTheLastAttemptOfARecordAloneWhoseWorkersDied() {
		for (int i = 0; i < 4; i++) {
			fetch(1);
			assertThat(begin(1).getFirst().alone()).isFalse();
			takeOver();
		}
		fetch(1);
		Slot<String> last = begin(1).getFirst();
		assertThat(last.alone()).isTrue();
		assertThat(last.attempt()).isEqualTo(5);
		// Somebody else's death before it begins costs it nothing.
		takeOver();
		fetch(1);
		last = begin(1).getFirst();
		assertThat(last.attempt()).isEqualTo(5);
		this.window.beginAlone(last);
		takeOver();
		fetch(1);
		assertThat(begin(1).getFirst().attempt()).isEqualTo(6);
	}

	@Test
	void doesNotSuspectARecordThatOnlyFailed() {
		fetch(1);
		Slot<String> slot = begin(1).getFirst();
		for (int i = 2; i <= 5; i++) {
			this.window.postpone(slot);
			this.window.again(slot);
			this.window.confirm(this.window.snapshot());
			slot = ready().getFirst();
			assertThat(slot.attempt()).isEqualTo(i);
			assertThat(slot.alone()).isFalse();
		}
	}

	@Test
	void keepsToItsWindow() {
		this.window = window(Marks.none(100), new WindowSettings(3, 5, false));
		fetch(10);
		List<Slot<String>> slots = begin(3);
		slots.get(1).complete();
		slots.get(2).complete();
		assertThat(this.window.claim(1, (record) -> true)).isZero();
		slots.get(0).complete();
		assertThat(this.window.claim(9, (record) -> true)).isEqualTo(3);
	}

	@Test
	void keepsToItsWindowOneByOneAndAsItMovesOn() {
		this.window = window(Marks.none(100), new WindowSettings(3, 5, false));
		fetch(10);
		List<Slot<String>> slots = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			slots.addAll(begin(1));
			assertThat(this.window.claim(9, (record) -> false)).as("cannot be read").isZero();
		}
		assertThat(this.window.claim(1, (record) -> true)).isZero();
		slots.get(0).complete();
		slots.addAll(begin(1));
		assertThat(this.window.claim(1, (record) -> true)).isZero();
		slots.forEach(Slot::complete);
		assertThat(this.window.claim(9, (record) -> true)).isEqualTo(3);
		assertThat(this.window.claim(9, (record) -> true)).isZero();
	}

	@Test
	void beginsNothingBehindAnUnfinishedRecordWhereItIsStrict() {
		this.window = window(Marks.none(100), new WindowSettings(10_000, 5, true));
		fetch(3);
		assertThat(this.window.claim(3, (record) -> true)).isEqualTo(1);
		this.window.confirm(this.window.snapshot());
		Slot<String> first = ready().getFirst();
		this.window.postpone(first);
		assertThat(this.window.claim(3, (record) -> true)).isZero();
		this.window.again(first);
		this.window.confirm(this.window.snapshot());
		ready().getFirst().complete();
		assertThat(this.window.claim(3, (record) -> true)).isEqualTo(1);
	}

	@Test
	void keepsWhatItKnowsOfRecordsThatItHasNotReadYet() {
		fetch(100);
		List<Slot<String>> slots = begin(100);
		slots.stream().filter((slot) -> slot.offset() != 100 && slot.offset() != 150).forEach(Slot::complete);
		takeOver();
		fetch(10);
		begin(1);
		takeOver();
		fetch(100);
		List<Slot<String>> left = begin(2);
		assertThat(left).extracting(Slot::offset).containsExactly(100L, 150L);
		assertThat(left).extracting(Slot::attempt).containsExactly(3, 2);
	}

	@Test
	void passesOffsetsThatHaveNoRecord() {
		this.window.fetch(105, "a", 1);
		this.window.fetch(110, "b", 1);
		this.window.moveTo(120);
		List<Slot<String>> slots = begin(2);
		slots.get(0).complete();
		assertThat(this.window.snapshot().offset()).isEqualTo(110);
		slots.get(1).complete();
		assertThat(this.window.snapshot().offset()).isEqualTo(120);
	}

	@Test
	void handsBackWhatHasNotBegunWhenThePartitionMoves() {
		fetch(6);
		begin(2).getFirst().complete();
		this.window.claim(1, (record) -> true);
		Snapshot<String> underWay = this.window.snapshot();
		this.window.claim(1, (record) -> true);
		this.window.releaseUnstarted();
		this.window.confirm(underWay);
		assertThat(this.window.next()).isNull();
		assertThat(this.window.out()).isEqualTo(1);
		takeOver();
		fetch(101, 5);
		assertThat(begin(5)).extracting(Slot::attempt).containsExactly(2, 1, 1, 1, 1);
	}

	@Test
	void holdsARecordBackThatCannotBeReadYet() {
		fetch(2);
		assertThat(this.window.claim(2, (record) -> !record.equals("r101"))).isEqualTo(1);
		assertThat(this.window.nextFetched()).isEqualTo("r101");
	}

	@Test
	void givesBackAllMemoryAtTheEnd() {
		fetch(6);
		begin(3).getFirst().complete();
		this.window.close();
		assertThat(this.released).hasValue(6);
	}

	@Test
	void beginsNothingNewWhileACommitIsNearlyFullAndGoesOnAfterwards() {
		fetch(20_000);
		Random random = new Random(1);
		List<Slot<String>> slots = begin(9_000);
		// As many states as there can be, at random: nothing is shorter than that.
		for (Slot<String> slot : slots) {
			int attempts = random.nextInt(4);
			if (attempts == 0 && slot.offset() > 100) {
				slot.complete();
			}
			for (int i = 1; i < attempts; i++) {
				this.window.postpone(slot);
				this.window.again(slot);
			}
		}
		Snapshot<String> full = this.window.snapshot();
		this.window.confirm(full);
		assertThat(full.metadata().length()).isBetween(3000, MarksText.MOST);
		assertThat(this.window.claim(10, (record) -> true)).isZero();
		slots.stream().filter((slot) -> slot.phase() != Phase.DONE).forEach(Slot::complete);
		this.window.snapshot();
		assertThat(this.window.claim(10, (record) -> true)).isEqualTo(10);
	}

	@Test
	void saysNothingButTheOffsetWhereABrokerTakesNothingElse() {
		fetch(10);
		List<Slot<String>> slots = begin(10);
		slots.get(0).complete();
		slots.get(5).complete();
		this.limit.refused(1);
		Snapshot<String> nothing = this.window.snapshot();
		assertThat(nothing.metadata()).isEmpty();
		assertThat(nothing.offset()).isEqualTo(101);
	}

	@Test
	void knowsOfALimitThatWasFoundOutElsewhere() {
		this.limit.refused(100);
		this.limit.refused(60);
		this.limit.refused(400);
		assertThat(this.limit.most()).isEqualTo(30);
	}

	@Test
	void saysLessWhereABrokerTakesLess() {
		fetch(2_000);
		Random random = new Random(1);
		begin(2_000).stream().filter((slot) -> random.nextBoolean()).forEach(Slot::complete);
		int before = this.window.snapshot().metadata().length();
		this.limit.refused(256);
		Snapshot<String> less = this.window.snapshot();
		assertThat(less.metadata().length()).isLessThan(before).isLessThanOrEqualTo(128);
		Marks marks = MarksText.read(less.offset(), less.metadata());
		assertThat(marks.end()).isEqualTo(2_100);
		assertThat(marks.isFinished(2_099)).isFalse();
	}

}
