package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.tappet.source.Verdict;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AssignmentTests {

	private final Rig rig = Rig.strict();

	private final HandCommitted consumer = this.rig.consumer;

	private Assignment assignment = this.rig.assignment(Duration.ofSeconds(20));

	/** Has a record of a partition in a handler. */
	private Partition run(int number) {
		this.rig.assign(this.assignment, number);
		Partition partition = Rig.find(this.assignment, number);
		Rig.fetch(partition, 0, 3);
		this.rig.feed.request(1);
		this.rig.run(this.assignment.all());
		assertThat(this.rig.delivered).hasSize(1);
		return partition;
	}

	@Test
	void hasThePartitionsThatTheGroupGivesIt() {
		this.rig.assign(this.assignment, 1, 2);
		assertThat(this.assignment.all()).extracting(Partition::id).containsExactlyInAnyOrder(Rig.id(1), Rig.id(2));
		assertThat(this.rig.condition.status().up()).isTrue();
		this.consumer.rebalance(List.of(Rig.id(2)));
		assertThat(this.assignment.all()).extracting(Partition::id).containsExactly(Rig.id(2));
	}

	@Test
	void readsNothingUntilItIsKnownWhere() {
		this.consumer.setOffsetsException(new TimeoutException("nobody there"));
		this.rig.assign(this.assignment, 1);
		assertThat(this.assignment.all()).isEmpty();
		assertThat(this.consumer.paused()).containsExactly(Rig.id(1));
		assertThat(this.rig.reason()).contains("nobody there");
		this.assignment.restore();
		assertThat(this.assignment.all()).hasSize(1);
		assertThat(this.consumer.paused()).isEmpty();
		assertThat(this.rig.condition.status().up()).isTrue();
	}

	@Test
	void takesAlongWhatTheHandlersOfAPartitionHaveDoneThatGoes() {
		Partition partition = run(1);
		this.rig.delivered.getFirst().settle(0, Verdict.COMPLETE);
		this.rig.delivered.getFirst().ended();
		this.consumer.rebalance(List.of());
		assertThat(partition.gone()).isTrue();
		assertThat(this.rig.told.completed).isEqualTo(1);
	}

	@Test
	void waitsForAHandlerThatIsPastItsTime() {
		Partition partition = run(1);
		this.rig.delivered.getFirst().settle(0, new Verdict.RetryAfter(Duration.ofHours(1)));
		Thread handler = Thread.ofVirtual().unstarted(() -> {
			assertThat(partition.gone()).isFalse();
			this.rig.delivered.getFirst().ended();
		});
		this.rig.mail.post(handler::start);
		this.consumer.rebalance(List.of());
		assertThat(partition.gone()).isTrue();
		assertThat(partition.isFree()).isTrue();
	}

	@Test
	void waitsNoLongerForHandlersThanItsPatience() {
		this.assignment = this.rig.assignment(Duration.ofMillis(50));
		Partition partition = run(1);
		this.consumer.rebalance(List.of());
		assertThat(partition.gone()).isTrue();
		assertThat(partition.window().out()).isZero();
		assertThat(partition.isFree()).as("its handler goes on").isFalse();
		this.rig.assign(this.assignment, 1);
		assertThat(Rig.find(this.assignment, 1).isFree()).as("though it came back").isFalse();
		this.rig.delivered.getFirst().ended();
		assertThat(Rig.find(this.assignment, 1).isFree()).isTrue();
	}

	@Test
	void waitsForNobodyWhereAPartitionIsLost() {
		Partition partition = run(1);
		int before = this.consumer.commits;
		this.assignment.onPartitionsLost(List.of(Rig.id(1)));
		assertThat(partition.gone()).isTrue();
		assertThat(this.consumer.commits).isEqualTo(before);
		assertThat(this.assignment.all()).isEmpty();
	}

	@Test
	void goesOnWithTheFirstRecordsOfATopicThatWasMadeAnew() {
		Partition before = run(1);
		this.assignment.beginAnew(Map.of("others", new Probe.Anew(null)));
		assertThat(before.gone()).isFalse();
		this.assignment.beginAnew(Map.of("orders", new Probe.Anew(null)));
		assertThat(before.gone()).isTrue();
		assertThat(Rig.find(this.assignment, 1)).isNotSameAs(before);
	}

}
