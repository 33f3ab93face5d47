package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.List;

import dev.tappet.source.Delivery;
import dev.tappet.source.Verdict;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AgendaTests {

	private static final Duration LONGEST = Duration.ofMillis(500);

	private final Rig rig = Rig.strict();

	private final Agenda agenda = new Agenda(this.rig.mail, this.rig.feed, this.rig.retries, this.rig.commits,
			new Preparation(this.rig.mail, this.rig.condition), this.rig.now::get);

	private final Partition partition = this.rig.partition(1, 10);

	private final List<Partition> partitions = List.of(this.partition);

	@BeforeEach
	void assign() {
		this.rig.consumer.assign(List.of(this.partition.id()));
	}

	private void commit() {
		this.rig.commits.go(this.rig.consumer, this.partitions);
		this.rig.consumer.confirm();
	}

	/** Has the next record in a handler. */
	private Delivery run() {
		this.rig.feed.request(1);
		this.agenda.work(this.partitions);
		commit();
		this.agenda.work(this.partitions);
		Delivery delivery = this.rig.delivered.getFirst();
		this.rig.delivered.clear();
		return delivery;
	}

	@Test
	void isEmptyWhileNothingIsWanted() {
		this.agenda.work(this.partitions);
		assertThat(this.agenda.hasWork(this.partitions)).isFalse();
		assertThat(this.agenda.untilNext(this.partitions)).isEqualTo(LONGEST);
	}

	@Test
	void hasWhatIsToBeCommittedUnlessACommitIsUnderWay() {
		this.rig.feed.request(1);
		this.agenda.work(this.partitions);
		assertThat(this.agenda.hasWork(this.partitions)).isTrue();
		this.rig.commits.go(this.rig.consumer, this.partitions);
		this.partition.window().touch();
		assertThat(this.agenda.hasWork(this.partitions)).isFalse();
		this.rig.consumer.refuse(new RebalanceInProgressException());
		assertThat(this.agenda.hasWork(this.partitions)).as("after a wait").isFalse();
		assertThat(this.agenda.untilNext(this.partitions)).isEqualTo(Duration.ofMillis(20));
		this.rig.now.addAndGet(Duration.ofMillis(100).toNanos());
		assertThat(this.agenda.hasWork(this.partitions)).isTrue();
	}

	@Test
	void hasWhatMayRun() {
		this.rig.feed.request(1);
		this.agenda.work(this.partitions);
		commit();
		assertThat(this.agenda.hasWork(this.partitions)).isTrue();
		this.rig.feed.pause(true);
		assertThat(this.agenda.hasWork(this.partitions)).isFalse();
	}

	@Test
	void hasWhatOthersHavePostedOrAskedFor() {
		this.rig.mail.post(() -> {
		});
		assertThat(this.agenda.hasWork(this.partitions)).isTrue();
		this.agenda.work(this.partitions);
		assertThat(this.agenda.hasWork(this.partitions)).isFalse();
		this.rig.feed.request(1);
		assertThat(this.agenda.hasWork(this.partitions)).isTrue();
	}

	@Test
	void hasNothingThatWaitsForAHandlerWhichGoesOn() {
		Delivery overdue = run();
		overdue.settle(0, new Verdict.RetryAfter(Duration.ZERO));
		this.rig.feed.request(1);
		this.agenda.work(this.partitions);
		commit();
		assertThat(this.agenda.hasWork(this.partitions)).isFalse();
		overdue.ended();
		assertThat(this.agenda.hasWork(this.partitions)).isTrue();
		this.agenda.work(this.partitions);
		assertThat(this.rig.delivered).singleElement().satisfies((again) -> {
			assertThat(again.attempt()).isEqualTo(2);
			assertThat(again.message(0).id()).isEqualTo("orders-1-0");
		});
	}

	@Test
	void beginsARetryWhenItIsDueAndNothingBehindIt() {
		Delivery failed = run();
		failed.settle(0, new Verdict.RetryAfter(Duration.ofMillis(200)));
		failed.ended();
		this.rig.feed.request(1);
		this.agenda.work(this.partitions);
		commit();
		assertThat(this.agenda.untilNext(this.partitions)).isEqualTo(Duration.ofMillis(200));
		assertThat(this.partition.window().claimed()).isZero();
		this.rig.now.addAndGet(Duration.ofMillis(200).toNanos());
		assertThat(this.agenda.untilNext(this.partitions)).isZero();
		this.agenda.work(this.partitions);
		commit();
		this.agenda.work(this.partitions);
		assertThat(this.rig.delivered).singleElement().satisfies((again) -> assertThat(again.attempt()).isEqualTo(2));
	}

	@Test
	void beginsNoRetryWhilePausedOrOfAPartitionThatHasGone() {
		Delivery failed = run();
		failed.settle(0, new Verdict.RetryAfter(Duration.ZERO));
		this.rig.feed.pause(true);
		this.agenda.work(this.partitions);
		assertThat(this.agenda.untilNext(this.partitions)).isEqualTo(LONGEST);
		this.rig.feed.pause(false);
		assertThat(this.agenda.untilNext(this.partitions)).isZero();
		this.partition.leave();
		this.agenda.work(List.of());
		assertThat(this.rig.retries.size()).isZero();
		assertThat(this.partition.window().claimed()).isZero();
	}

}
