package dev.tappet.source.redis.lease;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingCountTests {

	private static final int PART = WaitingCount.MOST_PER_PART;

	private final TreeSet<EntryId> stream = new TreeSet<>();

	private final WaitingCount count = new WaitingCount();

	private int mostPerPart = PART;

	private int parts;

	private static EntryId id(long millis) {
		return new EntryId(millis, 0);
	}

	private void add(long from, long to) {
		LongStream.range(from, to).forEach((millis) -> this.stream.add(id(millis)));
	}

	private void remove(long from, long to) {
		LongStream.range(from, to).forEach((millis) -> this.stream.remove(id(millis)));
	}

	/** Looks as the ledger does, at a stream that is a set of ids. */
	private long look(long position, int most) {
		this.count.begin(id(position), most);
		this.parts = 0;
		for (WaitingCount.Part part = this.count.next(); part != null; part = this.count.next()) {
			this.parts++;
			EntryId end = part.upTo();
			List<EntryId> found = this.stream.tailSet(part.after(), false)
				.stream()
				.filter((id) -> end == null || id.compareTo(end) <= 0)
				.limit(this.mostPerPart)
				.toList();
			this.count.counted(part, found.size(), found.isEmpty() ? part.after() : found.getLast(),
					found.size() == this.mostPerPart);
		}
		assertThat(this.parts).isLessThanOrEqualTo(most);
		return this.count.sum();
	}

	@Test
	void countsNothingInAnEmptyStream() {
		assertThat(look(0, 5)).isZero();
		assertThat(look(7, 5)).isZero();
	}

	@Test
	void countsWhatLiesBehindThePosition() {
		add(1, 1001);
		assertThat(look(1000, 5)).isZero();
		assertThat(look(990, 5)).as("set back").isEqualTo(10);
		assertThat(look(0, 5)).isEqualTo(1000);
	}

	@Test
	void goesOnWhereTheLastLookHadToEnd() {
		add(1, 10 * PART + 1);
		assertThat(look(0, 4)).isEqualTo(4L * PART);
		assertThat(look(0, 4)).isEqualTo(7L * PART);
		assertThat(look(0, 4)).isEqualTo(10L * PART);
		assertThat(look(0, 4)).isEqualTo(10L * PART);
	}

	@Test
	void takesOffWhatWasReadMeanwhile() {
		add(1, 10 * PART + 1);
		look(0, 20);
		assertThat(look(PART + 7, 20)).isEqualTo(9L * PART - 7);
		add(10 * PART + 1, 10 * PART + 4);
		assertThat(look(9 * PART + 1, 20)).isEqualTo(PART + 2);
		assertThat(look(20L * PART, 20)).isZero();
	}

	@Test
	void noticesWithAFewLooksWhatWasRemoved() {
		add(1, 100 * PART + 1);
		look(0, 200);
		remove(50 * PART, 60 * PART);
		for (int i = 0; i < 12; i++) {
			look(0, 10);
		}
		assertThat(this.count.sum()).isEqualTo(90L * PART);
		remove(1, 100 * PART);
		for (int i = 0; i < 12; i++) {
			look(0, 10);
		}
		assertThat(this.count.sum()).isEqualTo(1);
	}

	@Test
	void countsAllOfALittleAgainEachTime() {
		add(1, 3 * PART + 1);
		look(0, 20);
		remove(1, 2 * PART);
		remove(2 * PART + 5, 2 * PART + 9);
		assertThat(look(0, 20)).isEqualTo(PART + 1 - 4);
		assertThat(this.parts).isLessThan(6);
	}

	@Test
	void makesNoPageWithEachLookAtAStreamThatGrowsSlowly() {
		for (int i = 1; i <= 3 * PART; i++) {
			add(i, i + 1);
			assertThat(look(0, 20)).isEqualTo(i);
			assertThat(this.parts).isLessThan(10);
		}
	}

	@Test
	void countsInSmallerPartsWhereEntriesAreLarge() {
		add(1, 3 * PART + 1);
		look(0, 20);
		this.mostPerPart = 7;
		remove(3, 5);
		for (int i = 0; i < 300; i++) {
			look(2, 20);
		}
		assertThat(this.count.sum()).isEqualTo(3L * PART - 4);
	}

}
