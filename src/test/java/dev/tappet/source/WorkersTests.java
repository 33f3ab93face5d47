package dev.tappet.source;

import java.util.List;
import java.util.stream.IntStream;

import dev.tappet.source.Workers.Life;
import dev.tappet.source.Workers.Worker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkersTests {

	@Test
	void showsThoseThatHoldMostFirstAndThenThoseThatLive() {
		Worker most = worker("d", 7, Life.GONE);
		Worker foreign = worker("a", 7, Life.FOREIGN);
		Worker first = worker("b", 0, Life.ALIVE);
		Worker second = worker("c", 0, Life.ALIVE);
		Worker gone = worker("a2", 0, Life.GONE);
		assertThat(Workers.of(List.of(gone, second, foreign, first, most), 5))
			.isEqualTo(new Workers(List.of(most, foreign, first, second, gone), 0));
	}

	@Test
	void showsNoMoreThanAHundredAndSaysHowManyThereAreBesides() {
		List<Worker> found = IntStream.range(0, 130).mapToObj((i) -> worker("w" + i, i, Life.ALIVE)).toList();
		assertThat(Workers.of(found, 0).more()).isEqualTo(30);
		Workers workers = Workers.of(found, 1000);
		assertThat(workers.shown()).hasSize(100).startsWith(found.getLast()).endsWith(found.get(30));
		assertThat(workers.more()).isEqualTo(900);
	}

	@Test
	void addsUpWhatAWorkerHoldsOfSeveralParts() {
		Workers one = Workers.of(List.of(worker("a", 3, Life.GONE), worker("b", 1, Life.ALIVE)), 2);
		Workers other = Workers
			.of(List.of(worker("b", 4, Life.FOREIGN), worker("a", 1, Life.ALIVE), worker("c", 0, Life.GONE)), 3);
		assertThat(one.and(other)).isEqualTo(new Workers(
				List.of(worker("b", 5, Life.ALIVE), worker("a", 4, Life.ALIVE), worker("c", 0, Life.GONE)), 0));
	}

	@Test
	void tellsMessagesFromPartitionsAndFromWhatIsNotKnown() {
		Worker reads = new Worker("a", new Held.Partitions(2), Life.ALIVE);
		Worker subscribes = new Worker("b", Held.UNKNOWN, Life.ALIVE);
		Workers both = Workers.of(List.of(subscribes, reads), 2);
		assertThat(both.shown()).containsExactly(reads, subscribes);
		assertThat(both.and(both).shown()).containsExactly(new Worker("a", new Held.Partitions(4), Life.ALIVE),
				subscribes);
	}

	@Test
	void countsThoseThatAreNotShownOfAnyPart() {
		Workers few = Workers.of(List.of(worker("a", 3, Life.ALIVE)), 1);
		Workers many = Workers.of(List.of(worker("b", 3, Life.ALIVE)), 400);
		assertThat(few.and(many).more()).isEqualTo(398);
	}

	private static Worker worker(String instance, long held, Life life) {
		return new Worker(instance, new Held.Messages(held), life);
	}

}
