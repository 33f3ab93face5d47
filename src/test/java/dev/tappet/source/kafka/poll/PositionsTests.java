package dev.tappet.source.kafka.poll;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.tappet.source.kafka.commit.MarksText;
import dev.tappet.source.kafka.commit.MarksWriter;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PositionsTests {

	private final Rig rig = Rig.unordered();

	private final HandCommitted consumer = this.rig.consumer;

	@BeforeEach
	void assign() {
		this.consumer.assign(List.of(Rig.id(1)));
		this.rig.holds(1, 100, 200);
	}

	private Positions positions(StartFrom startFrom) {
		return new Positions(startFrom, this.rig.partitions, this.rig.told, Clock.systemUTC());
	}

	private Partition restore(StartFrom startFrom) {
		return Objects.requireNonNull(positions(startFrom).restore(this.consumer, Set.of(Rig.id(1))).get(Rig.id(1)));
	}

	private Partition restore() {
		return restore(new StartFrom.Beginning());
	}

	private void committed(long offset, String metadata) {
		this.consumer.commitSync(Map.of(Rig.id(1), new OffsetAndMetadata(offset, metadata)));
	}

	private void assertReadsFrom(Partition partition, long offset) {
		assertThat(this.consumer.position(Rig.id(1))).isEqualTo(offset);
		assertThat(partition.window().snapshot().offset()).isEqualTo(offset);
	}

	@Test
	void areWhereTheTriggerSaysForAGroupWithoutOffset() {
		assertReadsFrom(restore(new StartFrom.Beginning()), 100);
		assertReadsFrom(restore(new StartFrom.Latest()), 200);
		this.consumer.times.put(Rig.id(1), new OffsetAndTimestamp(150, 1000));
		assertReadsFrom(restore(new StartFrom.At(Instant.ofEpochMilli(1000))), 150);
		this.consumer.times.clear();
		assertReadsFrom(restore(new StartFrom.At(Instant.ofEpochMilli(9000))), 200);
		assertThat(this.rig.told.gaps).isEmpty();
	}

	@Test
	void areCommittedAtOnceSoThatWhatComesIsNotMissed() {
		assertThat(restore(new StartFrom.Latest()).window().changed()).isTrue();
	}

	@Test
	void areWhereTheGroupWasWithWhatItKnows() {
		MarksWriter runs = new MarksWriter();
		runs.untouched(1);
		runs.finished(1);
		committed(150, MarksText.of(runs));
		Partition partition = restore();
		assertThat(partition.window().changed()).isFalse();
		assertThat(this.consumer.position(Rig.id(1))).isEqualTo(150);
		Rig.fetch(partition, 150, 3);
		partition.window().claim(3, (message) -> true);
		assertThat(partition.window().claimed()).as("the second is done").isEqualTo(2);
		assertThat(this.rig.told.gaps).isEmpty();
	}

	@Test
	void areAtTheOldestRecordWhereTheOthersAreGoneAndThatIsAGap() {
		committed(50, "");
		assertReadsFrom(restore(), 100);
		assertThat(this.rig.told.gaps).containsExactly("orders");
	}

	@Test
	void areAtTheOldestRecordWhereTheOffsetIsOfAnotherTopicOfThatName() {
		committed(500, "");
		assertReadsFrom(restore(), 100);
		assertThat(this.rig.told.gaps).containsExactly("orders");
	}

	@Test
	void areAtTheBeginningOfATopicThatWasMadeAnew() {
		restore(new StartFrom.Latest());
		Map<?, Partition> anew = positions(new StartFrom.Latest()).beginAnew(this.consumer, Set.of(Rig.id(1)));
		assertReadsFrom(anew.values().iterator().next(), 100);
		assertThat(this.rig.told.gaps).containsExactly("orders");
	}

	@Test
	void moveOnWhereRecordsAreGoneThatWereToBeReadAndKeepWhatIsInHands() {
		this.rig.holds(1, 0, 200);
		Partition partition = restore();
		Rig.fetch(partition, 0, 1);
		partition.window().claim(1, (message) -> true);
		this.rig.holds(1, 100, 200);
		assertThat(positions(new StartFrom.Beginning()).reset(this.consumer, List.of(partition), Map.of(Rig.id(1), 1L)))
			.isEmpty();
		assertThat(this.consumer.position(Rig.id(1))).isEqualTo(100);
		assertThat(partition.window().claimed()).isEqualTo(1);
		assertThat(this.rig.told.gaps).containsExactly("orders");
	}

	@Test
	void beginAnewWhereTheyAreBehindTheEnd() {
		Partition partition = restore();
		Map<?, Partition> anew = positions(new StartFrom.Beginning()).reset(this.consumer, List.of(partition),
				Map.of(Rig.id(1), 900L));
		assertThat(anew).hasSize(1);
		assertReadsFrom(anew.values().iterator().next(), 100);
	}

}
