package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import dev.tappet.source.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettlementsTests {

	private final Settlements settlements = new Settlements();

	private final OpenBatch batch = Batches.fresh("token", 20_000);

	private void add(int from, int to) {
		for (int position = from; position < to; position++) {
			this.settlements.add(new Settlement(this.batch, position, Verdict.COMPLETE));
		}
	}

	private List<Integer> take(int most) {
		List<Integer> positions = new ArrayList<>();
		this.settlements.take(most, (settlement) -> {
			assertThat(settlement.link).isNull();
			positions.add(settlement.position);
		});
		return positions;
	}

	private static List<Integer> range(int from, int to) {
		return IntStream.range(from, to).boxed().toList();
	}

	@Test
	void areEmptyUntilOneIsAdded() {
		assertThat(this.settlements.isEmpty()).isTrue();
		assertThat(take(5)).isEmpty();
		add(0, 1);
		assertThat(this.settlements.isEmpty()).isFalse();
		assertThat(take(5)).containsExactly(0);
		assertThat(this.settlements.isEmpty()).isTrue();
	}

	@Test
	void areTakenInTheOrderInWhichTheyWereAdded() {
		add(0, 100);
		assertThat(take(1000)).isEqualTo(range(0, 100));
	}

	@Test
	void leaveWhatIsMoreThanWasAskedFor() {
		add(0, 7);
		assertThat(take(3)).containsExactly(0, 1, 2);
		assertThat(this.settlements.isEmpty()).isFalse();
		assertThat(take(0)).isEmpty();
		assertThat(take(-1)).isEmpty();
		assertThat(take(3)).containsExactly(3, 4, 5);
		assertThat(take(3)).containsExactly(6);
		assertThat(this.settlements.isEmpty()).isTrue();
	}

	@Test
	void takeWhatWasLeftBeforeWhatWasAddedSince() {
		add(0, 5);
		assertThat(take(2)).containsExactly(0, 1);
		add(5, 9);
		assertThat(take(5)).containsExactly(2, 3, 4, 5, 6);
		add(9, 11);
		assertThat(take(10)).containsExactly(7, 8, 9, 10);
	}

	@Test
	void loseNothingThatSeveralThreadsAdd() throws InterruptedException {
		CountDownLatch ended = new CountDownLatch(4);
		for (int thread = 0; thread < 4; thread++) {
			int from = thread * 5000;
			Thread.ofPlatform().start(() -> {
				add(from, from + 5000);
				ended.countDown();
			});
		}
		List<Integer> taken = new ArrayList<>();
		while (ended.getCount() > 0) {
			taken.addAll(take(7));
		}
		taken.addAll(take(20_000));
		assertThat(taken).containsExactlyInAnyOrderElementsOf(range(0, 20_000));
	}

}
