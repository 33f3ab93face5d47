package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.tappet.source.Backlog;
import dev.tappet.source.kafka.place.RecordTimes.Spot;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OldestRecordsTests {

	private static final TopicPartition ONE = new TopicPartition("orders", 0);

	private static final TopicPartition TWO = new TopicPartition("orders", 1);

	private final OldestRecords oldest = new OldestRecords();

	private static GroupSight sight(Map<TopicPartition, Spot> spots) {
		return new GroupSight(new Backlog(spots.size(), 0), spots.size(), spots);
	}

	private void answer(Map<TopicPartition, Spot> spots, Map<TopicPartition, Long> times) {
		this.oldest.keep(this.oldest.unknown(sight(spots)), times);
	}

	@Test
	void isZeroWhereNothingIsUnfinished() {
		assertThat(this.oldest.age(sight(Map.of()), 1000)).isEqualTo(Duration.ZERO);
	}

	@Test
	void isThatOfTheOldestOfAllPartitions() {
		Map<TopicPartition, Spot> spots = Map.of(ONE, new Spot(5, 12), TWO, new Spot(7, 8));
		answer(spots, Map.of(ONE, 4000L, TWO, 1500L));
		assertThat(this.oldest.age(sight(spots), 5000)).isEqualTo(Duration.ofMillis(3500));
		assertThat(this.oldest.age(sight(spots), 1000)).isEqualTo(Duration.ZERO);
	}

	@Test
	void looksUpWhatHasMovedOnly() {
		Map<TopicPartition, Spot> before = Map.of(ONE, new Spot(5, 12), TWO, new Spot(7, 8));
		answer(before, Map.of(ONE, 4000L, TWO, 1500L));
		Map<TopicPartition, Spot> after = Map.of(ONE, new Spot(5, 20), TWO, new Spot(9, 10));
		assertThat(this.oldest.unknown(sight(after))).containsOnlyKeys(TWO);
		assertThat(this.oldest.age(sight(after), 5000)).isEqualTo(Duration.ofMillis(1000));
	}

	@Test
	void isUnknownWhereNoRecordSays() {
		Map<TopicPartition, Spot> spots = Map.of(ONE, new Spot(5, 12));
		assertThat(this.oldest.age(sight(spots), 5000)).isNull();
		answer(spots, Map.of());
		assertThat(this.oldest.age(sight(spots), 5000)).isNull();
		answer(spots, Map.of(ONE, -1L));
		assertThat(this.oldest.age(sight(spots), 5000)).isNull();
	}

	@Test
	void looksUpThoseWithTheLongestBacklogWhereThereAreMany() {
		Map<TopicPartition, Spot> spots = new HashMap<>();
		for (int i = 0; i < 3 * OldestRecords.MOST; i++) {
			spots.put(new TopicPartition("orders", i), new Spot(0, i + 1));
		}
		assertThat(this.oldest.unknown(sight(spots))).hasSize(OldestRecords.MOST)
			.containsKey(new TopicPartition("orders", 3 * OldestRecords.MOST - 1))
			.doesNotContainKey(ONE);
	}

}
