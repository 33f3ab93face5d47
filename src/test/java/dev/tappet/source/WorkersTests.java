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
		Worker most = new Worker("d", 7, Life.GONE);
		Worker foreign = new Worker("a", 7, Life.FOREIGN);
		Worker first = new Worker("b", 0, Life.ALIVE);
		Worker second = new Worker("c", 0, Life.ALIVE);
		Worker gone = new Worker("a2", 0, Life.GONE);
		assertThat(Workers.of(List.of(gone, second, foreign, first, most), 5))
			.isEqualTo(new Workers(List.of(most, foreign, first, second, gone), 0));
	}

	@Test
	void showsNoMoreThanAHundredAndSaysHowManyThereAreBesides() {
		List<Worker> found = IntStream.range(0, 130).mapToObj((i) -> new Worker("w" + i, i, Life.ALIVE)).toList();
		assertThat(Workers.of(found, 0).more()).isEqualTo(30);
		Workers workers = Workers.of(found, 1000);
		assertThat(workers.shown()).hasSize(100).startsWith(found.getLast()).endsWith(found.get(30));
		assertThat(workers.more()).isEqualTo(900);
	}

	@Test
	void addsUpWhatAWorkerHoldsOfSeveralParts() {
		Workers one = Workers.of(List.of(new Worker("a", 3, Life.GONE), new Worker("b", 1, Life.ALIVE)), 2);
		Workers other = Workers.of(List.of(new Worker("b", 4, Life.FOREIGN), new Worker("a", 1, Life.ALIVE),
				new Worker("c", 0, Life.GONE)), 3);
		assertThat(one.and(other)).isEqualTo(new Workers(
				List.of(new Worker("b", 5, Life.ALIVE), new Worker("a", 4, Life.ALIVE), new Worker("c", 0, Life.GONE)),
				0));
	}

	@Test
	void countsThoseThatAreNotShownOfAnyPart() {
		Workers few = Workers.of(List.of(new Worker("a", 3, Life.ALIVE)), 1);
		Workers many = Workers.of(List.of(new Worker("b", 3, Life.ALIVE)), 400);
		assertThat(few.and(many).more()).isEqualTo(398);
	}

}
