package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import dev.tappet.source.Verdict;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommitsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final Rig rig = Rig.unordered();

	private final Commits commits = this.rig.commits;

	private final HandCommitted consumer = this.rig.consumer;

	private final Partition one = this.rig.partition(1, 20);

	private final Partition two = this.rig.partition(2, 20);

	private final List<Partition> both = List.of(this.one, this.two);

	@BeforeEach
	void assign() {
		this.consumer.assign(List.of(this.one.id(), this.two.id()));
		this.rig.feed.request(100);
	}

	private static void begin(Partition partition, int records) {
		partition.window().claim(records, (message) -> true);
	}

	@Test
	void makesNoneWhereNothingHasChanged() {
		this.commits.go(this.consumer, this.both);
		assertThat(this.consumer.commits).isZero();
		assertThat(this.commits.isUnderWay()).isFalse();
	}

	@Test
	void makesOneAtATimeAndTheNextTellsOfWhatCameMeanwhile() {
		begin(this.one, 1);
		this.commits.go(this.consumer, this.both);
		begin(this.one, 1);
		begin(this.two, 1);
		this.commits.go(this.consumer, this.both);
		assertThat(this.consumer.underWay()).isEqualTo(1);
		this.consumer.confirm();
		this.rig.feed.emit(this.both);
		assertThat(this.rig.taken()).containsExactly("orders-1-0");
		this.commits.go(this.consumer, this.both);
		this.consumer.confirm();
		this.rig.feed.emit(this.both);
		assertThat(this.rig.taken()).containsExactlyInAnyOrder("orders-1-1", "orders-2-0");
		assertThat(this.consumer.commits).isEqualTo(2);
	}

	@Test
	void areMadeAgainAfterAWaitWhereTheyWereRefused() {
		begin(this.one, 1);
		this.commits.go(this.consumer, this.both);
		this.consumer.refuse(new RebalanceInProgressException());
		assertThat(this.commits.waits()).isTrue();
		this.commits.go(this.consumer, this.both);
		assertThat(this.consumer.underWay()).isZero();
		this.rig.now.addAndGet(Duration.ofMillis(100).toNanos());
		this.commits.go(this.consumer, this.both);
		this.consumer.confirm();
		this.rig.feed.emit(this.both);
		assertThat(this.rig.taken()).containsExactly("orders-1-0");
	}

	@Test
	void sayWhatIsWrongUnlessThePollSaysIt() {
		this.rig.condition.joined();
		begin(this.one, 1);
		this.commits.go(this.consumer, this.both);
		this.consumer.refuse(new RetriableCommitFailedException("soon"));
		assertThat(this.rig.reason()).isNull();
		this.rig.now.addAndGet(Duration.ofSeconds(1).toNanos());
		this.commits.go(this.consumer, this.both);
		this.consumer.refuse(new GroupAuthorizationException("no right to the group"));
		assertThat(this.rig.reason()).startsWith("What was done cannot be committed: ");
		this.rig.now.addAndGet(Duration.ofSeconds(1).toNanos());
		this.commits.go(this.consumer, this.both);
		this.consumer.confirm();
		assertThat(this.rig.reason()).isNull();
	}

	@Test
	void tellWhatWasDoneOnceItIsConfirmed() {
		this.rig.run(this.both);
		this.rig.delivered.get(0).settle(0, Verdict.COMPLETE);
		this.rig.delivered.get(1).settle(0, new Verdict.RetryAfter(Duration.ofHours(1)));
		this.rig.mail.work();
		this.commits.go(this.consumer, this.both);
		assertThat(this.rig.told.completed).isZero();
		this.consumer.refuse(new RebalanceInProgressException());
		assertThat(this.rig.told.completed).isZero();
		this.rig.now.addAndGet(Duration.ofSeconds(1).toNanos());
		this.commits.go(this.consumer, this.both);
		this.consumer.confirm();
		assertThat(this.rig.told.completed).isEqualTo(1);
		assertThat(this.rig.told.retried).isEqualTo(1);
	}

	@Test
	void letNothingRunOfAPartitionThatHasGoneMeanwhile() {
		begin(this.one, 1);
		this.commits.go(this.consumer, this.both);
		this.one.leave();
		this.consumer.confirm();
		this.rig.feed.emit(this.both);
		assertThat(this.rig.taken()).isEmpty();
	}

	@Test
	void letARecordRunAloneOnceItIsCommitted() {
		this.rig.run(this.both);
		CompletableFuture<Boolean> refused = new CompletableFuture<>();
		CompletableFuture<Boolean> confirmed = new CompletableFuture<>();
		this.rig.verdicts.alone().add(this.one, refused);
		this.one.window().touch();
		this.commits.go(this.consumer, this.both);
		this.consumer.refuse(new RebalanceInProgressException());
		assertThat(refused).isCompletedWithValue(false);
		this.rig.now.addAndGet(Duration.ofSeconds(1).toNanos());
		this.rig.verdicts.alone().add(this.one, confirmed);
		this.commits.go(this.consumer, this.both);
		assertThat(confirmed).isNotDone();
		this.consumer.confirm();
		assertThat(confirmed).isCompletedWithValue(true);
	}

	@Test
	void sayAsMuchAsTheBrokerTakes() {
		scatter();
		this.consumer.longest = 40;
		int before = this.consumer.commits;
		while (this.one.window().changed()) {
			this.commits.go(this.consumer, this.both);
			this.consumer.confirm();
			this.rig.now.addAndGet(Duration.ofSeconds(1).toNanos());
		}
		assertThat(this.rig.committed(1)).isZero();
		assertThat(Objects.requireNonNull(this.rig.metadata(1)).metadata()).hasSizeBetween(1, 40);
		assertThat(this.consumer.commits - before).as("each try says half of what was refused").isLessThan(5);
		assertThat(this.rig.condition.status().isStarting()).as("nothing is failing").isTrue();
	}

	/** Has records done here and there of many, so that much is to be said of them. */
	private void scatter() {
		Rig.fetch(this.one, 20, 400);
		this.rig.feed.request(400);
		this.rig.run(this.both);
		Random random = new Random(1);
		this.rig.delivered.stream()
			.filter((delivery) -> !delivery.message(0).id().endsWith("-0") && random.nextBoolean())
			.forEach((delivery) -> delivery.settle(0, Verdict.COMPLETE));
	}

	@Test
	void sayAsMuchAsTheBrokerTakesAlsoWhereThereIsNoOtherTime() {
		scatter();
		this.consumer.longest = 40;
		assertThat(this.commits.finish(this.consumer, this.both, PATIENCE)).isTrue();
		assertThat(this.commits.hasFailed()).isFalse();
		assertThat(this.rig.committed(1)).isZero();
		assertThat(Objects.requireNonNull(this.rig.metadata(1)).metadata()).hasSizeBetween(1, 40);
	}

	@Test
	void sayNothingButTheOffsetWhereTheBrokerTakesNoMore() {
		scatter();
		this.consumer.longest = 0;
		this.rig.delivered.getFirst().settle(0, Verdict.COMPLETE);
		assertThat(this.commits.finish(this.consumer, this.both, PATIENCE)).isTrue();
		assertThat(this.rig.committed(1) + this.rig.committed(2)).isPositive();
		assertThat(Objects.requireNonNull(this.rig.metadata(1)).metadata()).isEmpty();
	}

	@Test
	void keepWhatIsLeftAtTheEnd() {
		this.rig.run(this.both);
		this.rig.delivered.forEach((delivery) -> delivery.settle(0, Verdict.COMPLETE));
		assertThat(this.commits.finish(this.consumer, this.both, PATIENCE)).isTrue();
		assertThat(this.rig.committed(1)).isEqualTo(20);
		assertThat(this.rig.committed(2)).isEqualTo(20);
		assertThat(this.rig.told.completed).isEqualTo(40);
	}

	@Test
	void sayThatTheyCouldNotBeMadeAtTheEndAndCanBeMadeAgain() {
		this.rig.run(this.both);
		this.rig.delivered.forEach((delivery) -> delivery.settle(0, Verdict.COMPLETE));
		this.consumer.refuseNext(new TimeoutException("nobody there"));
		assertThat(this.commits.finish(this.consumer, this.both, PATIENCE)).isFalse();
		assertThat(this.commits.hasFailed()).isTrue();
		assertThat(this.rig.told.completed).isZero();
		assertThat(this.commits.finish(this.consumer, this.both, PATIENCE)).isTrue();
		assertThat(this.rig.told.completed).isEqualTo(40);
	}

	@Test
	void areNothingThatANewConsumerKnowsOf() {
		begin(this.one, 1);
		this.commits.go(this.consumer, this.both);
		CompletableFuture<Boolean> waiting = new CompletableFuture<>();
		this.rig.verdicts.alone().add(this.one, waiting);
		this.commits.reset();
		assertThat(this.commits.isUnderWay()).isFalse();
		assertThat(waiting).isCompletedWithValue(false);
	}

}
