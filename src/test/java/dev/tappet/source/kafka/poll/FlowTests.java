package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.List;

import dev.tappet.source.ReadBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlowTests {

	private final Rig rig = Rig.of(new Feed.FeedSettings(1, 0, 10, false), 10_000);

	private final ReadBuffer buffer = new ReadBuffer(1 << 20);

	private final Flow flow = new Flow(this.rig.feed, this.buffer.share(() -> {
	}));

	private final Assignment assignment = this.rig.assignment(Duration.ofMillis(10));

	@BeforeEach
	void assign() {
		this.rig.assign(this.assignment, 1, 2);
	}

	private void add(int partition, int records) {
		for (int offset = 0; offset < records; offset++) {
			this.rig.consumer.addRecord(Rig.record(partition, offset));
		}
	}

	private void poll() {
		this.flow.set(this.rig.consumer, this.assignment.all());
		this.flow.take(this.rig.consumer.poll(Duration.ZERO), this.assignment, Rig.TEXT);
	}

	private int fetched(int partition) {
		return Rig.find(this.assignment, partition).window().fetched();
	}

	@Test
	void readsUntilThereIsEnoughInHands() {
		add(1, 10);
		poll();
		assertThat(fetched(1)).isEqualTo(10);
		this.flow.set(this.rig.consumer, this.assignment.all());
		assertThat(this.rig.consumer.paused()).containsExactlyInAnyOrder(Rig.id(1), Rig.id(2));
		this.rig.feed.request(5);
		this.flow.set(this.rig.consumer, this.assignment.all());
		assertThat(this.rig.consumer.paused()).as("one that is read alone would hold up the other").isEmpty();
	}

	@Test
	void readsNothingWhilePaused() {
		this.rig.feed.pause(true);
		this.flow.set(this.rig.consumer, this.assignment.all());
		assertThat(this.rig.consumer.paused()).containsExactlyInAnyOrder(Rig.id(1), Rig.id(2));
		this.rig.feed.pause(false);
		this.flow.set(this.rig.consumer, this.assignment.all());
		assertThat(this.rig.consumer.paused()).isEmpty();
	}

	@Test
	void readsNothingOfAPartitionThatWaitsForASchema() {
		Rig.find(this.assignment, 1).setPreparing(true);
		this.flow.set(this.rig.consumer, this.assignment.all());
		assertThat(this.rig.consumer.paused()).containsExactly(Rig.id(1));
	}

	@Test
	void readsNothingWhereThereIsNoRoomForIt() {
		ReadBuffer.Share other = this.buffer.share(() -> {
		});
		other.add(1 << 20);
		this.flow.set(this.rig.consumer, this.assignment.all());
		assertThat(this.rig.consumer.paused()).containsExactlyInAnyOrder(Rig.id(1), Rig.id(2));
		other.release(1 << 20);
		this.flow.set(this.rig.consumer, this.assignment.all());
		assertThat(this.rig.consumer.paused()).isEmpty();
	}

	@Test
	void takesTheRoomOfWhatCameAndNoMore() {
		add(1, 3);
		poll();
		assertThat(this.buffer.used()).isEqualTo(3 * Flow.room(Rig.record(1, 0)));
		poll();
		assertThat(this.buffer.used()).isEqualTo(3 * Flow.room(Rig.record(1, 0)));
	}

	@Test
	void givesTheRoomBackOfAPollThatFailed() {
		this.flow.set(this.rig.consumer, this.assignment.all());
		assertThat(this.buffer.used()).isPositive();
		this.flow.take(null, this.assignment, Rig.TEXT);
		assertThat(this.buffer.used()).isZero();
	}

	@Test
	void toleratesAPartitionThatHasJustBeenTakenAway() {
		List<Partition> before = this.assignment.all();
		this.rig.feed.pause(true);
		this.rig.consumer.rebalance(List.of(Rig.id(2)));
		this.flow.set(this.rig.consumer, before);
		assertThat(this.rig.consumer.paused()).containsExactly(Rig.id(2));
	}

	@Test
	void leavesOutWhatCameOfAPartitionThatIsNobodysHere() {
		add(1, 3);
		var records = this.rig.consumer.poll(Duration.ZERO);
		this.assignment.onPartitionsLost(List.of(Rig.id(1)));
		this.flow.take(records, this.assignment, Rig.TEXT);
		assertThat(this.assignment.all()).extracting(Partition::id).containsExactly(Rig.id(2));
		assertThat(this.buffer.used()).isZero();
	}

}
