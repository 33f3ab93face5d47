package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UntouchedTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private static final long START = Long.MAX_VALUE - 10;

	private final Rig rig = Rig.unordered();

	private final Untouched untouched = new Untouched();

	@Test
	void knowsWhereReadingGoesOnWhereNothingIsInHands() {
		Partition busy = this.rig.partition(1, 3);
		Partition idle = this.rig.partition(2, 0);
		idle.window().moveTo(7);
		assertThat(this.untouched.positions()).isEmpty();
		this.rig.feed.request(3);
		this.rig.run(List.of(busy));
		this.untouched.look(List.of(busy, idle), START);
		assertThat(this.untouched.positions()).isEqualTo(Map.of(Rig.id(2), 7L));
	}

	@Test
	void countsWhatWasReadAndGivenToNobody() {
		this.untouched.look(List.of(this.rig.partition(1, 3)), START);
		assertThat(this.untouched.positions()).isEqualTo(Map.of(Rig.id(1), 0L));
	}

	@Test
	void looksOnceASecond() {
		Partition partition = this.rig.partition(1, 0);
		this.untouched.look(List.of(partition), START);
		partition.window().moveTo(5);
		this.untouched.look(List.of(partition), START + SECOND - 1);
		assertThat(this.untouched.positions()).isEqualTo(Map.of(Rig.id(1), 0L));
		this.untouched.look(List.of(partition), START + SECOND);
		assertThat(this.untouched.positions()).isEqualTo(Map.of(Rig.id(1), 5L));
	}

	@Test
	void knowsNothingOfPartitionsThatAreGone() {
		this.untouched.look(List.of(this.rig.partition(1, 0)), START);
		this.untouched.clear();
		assertThat(this.untouched.positions()).isEmpty();
		this.untouched.look(List.of(this.rig.partition(2, 0)), START);
		assertThat(this.untouched.positions()).containsOnlyKeys(Rig.id(2));
	}

}
