package dev.tappet.source.kafka.poll;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OccupancyTests {

	private static final TopicPartition ONE = new TopicPartition("orders", 1);

	private static final TopicPartition TWO = new TopicPartition("orders", 2);

	@Test
	void letsOneRecordOfEachPartitionRunAtATime() {
		Occupancy strict = new Occupancy(true);
		strict.enter(ONE);
		assertThat(strict.isFree(ONE)).isFalse();
		assertThat(strict.isFree(TWO)).isTrue();
		strict.leave(ONE);
		assertThat(strict.isFree(ONE)).isTrue();
	}

	@Test
	void knowsAPartitionAgainThatWentAndCameBack() {
		Occupancy strict = new Occupancy(true);
		strict.enter(ONE);
		assertThat(strict.isFree(new TopicPartition("orders", 1))).isFalse();
	}

	@Test
	void letsAllRunSideBySideWhereNoOrderIsKept() {
		Occupancy none = new Occupancy(false);
		none.enter(ONE);
		assertThat(none.isFree(ONE)).isTrue();
	}

}
