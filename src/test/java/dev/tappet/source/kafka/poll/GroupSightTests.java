package dev.tappet.source.kafka.poll;

import java.time.Instant;
import java.util.Map;

import dev.tappet.source.Backlog;
import dev.tappet.source.kafka.place.RecordTimes.Spot;
import dev.tappet.source.kafka.poll.GroupSight.Bounds;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GroupSightTests {

	private static final StartFrom BEGINNING = new StartFrom.Beginning();

	private static final TopicPartition ONE = new TopicPartition("orders", 0);

	private static final TopicPartition TWO = new TopicPartition("orders", 1);

	@Test
	void addsThePartitionsUp() {
		GroupSight sight = GroupSight.of(Map.of(ONE, new Bounds(new OffsetAndMetadata(5), 0, 12), TWO,
				new Bounds(new OffsetAndMetadata(20), 3, 20)), BEGINNING);
		assertThat(sight).isEqualTo(new GroupSight(new Backlog(7, 0), 2, Map.of(ONE, new Spot(5, 12))));
	}

	@Test
	void countsWhatLiesBehindThePositionsOfOneWorker() {
		GroupSight sight = GroupSight.of(Map.of(ONE, new Bounds(new OffsetAndMetadata(5), 0, 12), TWO,
				new Bounds(new OffsetAndMetadata(3), 3, 20)), BEGINNING);
		assertThat(sight.behind(Map.of(ONE, 7L))).isEqualTo(5);
		assertThat(sight.behind(Map.of(ONE, 7L, TWO, 10L))).isEqualTo(15);
		assertThat(sight.behind(Map.of(ONE, 15L))).isZero();
		assertThat(sight.behind(Map.of(new TopicPartition("orders", 2), 0L))).isZero();
	}

	@Test
	void countsWhatIsLeftOfAPartitionThatRetentionHasPassed() {
		GroupSight sight = GroupSight.of(Map.of(ONE, new Bounds(new OffsetAndMetadata(5), 9, 12)), BEGINNING);
		assertThat(sight).isEqualTo(new GroupSight(new Backlog(3, 0), 1, Map.of(ONE, new Spot(9, 12))));
	}

	@Test
	void countsAllOfATopicThatWasMadeAnew() {
		GroupSight sight = GroupSight.of(Map.of(ONE, new Bounds(new OffsetAndMetadata(50), 0, 12)), BEGINNING);
		assertThat(sight).isEqualTo(new GroupSight(new Backlog(12, 0), 1, Map.of(ONE, new Spot(0, 12))));
	}

	@Test
	void countsWhatNobodyHasReadOnlyWhereReadingBeginsThere() {
		Map<TopicPartition, Bounds> unread = Map.of(ONE, new Bounds(null, 2, 12));
		assertThat(GroupSight.of(unread, BEGINNING).backlog()).isEqualTo(new Backlog(10, 0));
		assertThat(GroupSight.of(unread, new StartFrom.Latest()))
			.isEqualTo(new GroupSight(new Backlog(0, 0), 1, Map.of()));
		assertThat(GroupSight.of(unread, new StartFrom.At(Instant.EPOCH)).oldest()).isEmpty();
	}

}
