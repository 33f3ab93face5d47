package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.List;

import dev.tappet.source.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FeedTests {

	@Test
	void handsOnNoMoreThanIsAskedFor() {
		Rig rig = Rig.unordered();
		List<Partition> partitions = List.of(rig.partition(1, 10));
		rig.run(partitions);
		assertThat(rig.taken()).isEmpty();
		assertThat(rig.feed.isCalled(partitions, true)).isFalse();
		assertThat(rig.feed.request(3)).as("somebody is to be woken").isTrue();
		rig.run(partitions);
		assertThat(rig.taken()).containsExactly("orders-1-0", "orders-1-1", "orders-1-2");
		assertThat(rig.feed.demanded()).isFalse();
		assertThat(rig.feed.isCalled(partitions, true)).isFalse();
	}

	@Test
	void takesAShareOfEachPartition() {
		Rig rig = Rig.unordered();
		rig.feed.request(9);
		rig.run(List.of(rig.partition(1, 10), rig.partition(2, 10), rig.partition(3, 10)));
		assertThat(rig.taken()).filteredOn((id) -> id.startsWith("orders-1")).hasSize(3);
	}

	@Test
	void takesMoreOfOnePartitionWhereThereIsTooLittleOfOthers() {
		Rig rig = Rig.unordered();
		rig.feed.request(9);
		rig.run(List.of(rig.partition(1, 1), rig.partition(2, 10), rig.partition(3, 0)));
		assertThat(rig.taken()).hasSize(9);
	}

	@Test
	void letsNoPartitionWaitForAnotherForGood() {
		Rig rig = Rig.unordered();
		List<Partition> partitions = List.of(rig.partition(1, 10), rig.partition(2, 10), rig.partition(3, 10));
		for (int i = 0; i < 6; i++) {
			rig.feed.request(1);
			rig.run(partitions);
		}
		List<String> taken = rig.taken();
		assertThat(taken).hasSize(6)
			.anyMatch((id) -> id.startsWith("orders-1"))
			.anyMatch((id) -> id.startsWith("orders-2"))
			.anyMatch((id) -> id.startsWith("orders-3"));
	}

	@Test
	void beginsAheadOfDemandAsMuchAsItMay() {
		Rig rig = Rig.of(new Feed.FeedSettings(1, 2, 500, false), 10_000);
		Partition partition = rig.partition(1, 10);
		rig.feed.request(4);
		rig.feed.claim(List.of(partition));
		assertThat(partition.window().claimed()).isEqualTo(6);
		assertThat(rig.feed.wanted(List.of(partition))).isZero();
	}

	@Test
	void handsOnAndBeginsNothingWhilePaused() {
		Rig rig = Rig.unordered();
		Partition partition = rig.partition(1, 10);
		rig.feed.request(2);
		rig.feed.claim(List.of(partition));
		rig.commits.go(rig.consumer, List.of(partition));
		rig.consumer.assign(List.of(partition.id()));
		rig.consumer.confirm();
		rig.feed.pause(true);
		rig.run(List.of(partition));
		assertThat(rig.taken()).isEmpty();
		assertThat(rig.feed.isCalled(List.of(partition), true)).isFalse();
		rig.feed.pause(false);
		rig.run(List.of(partition));
		assertThat(rig.taken()).hasSize(2);
		rig.feed.stop();
		rig.feed.request(2);
		rig.run(List.of(partition));
		assertThat(rig.taken()).isEmpty();
	}

	@Test
	void handsOnBatchesOfOneAttemptAndOnePartition() {
		Rig rig = Rig.of(new Feed.FeedSettings(4, 0, 500, false), 10_000);
		Partition one = rig.partition(1, 6);
		List<Partition> partitions = List.of(one, rig.partition(2, 1));
		rig.feed.request(2);
		rig.run(partitions);
		assertThat(rig.delivered).extracting((delivery) -> delivery.size()).containsExactlyInAnyOrder(4, 1);
		rig.delivered.stream()
			.filter((delivery) -> delivery.size() == 4)
			.forEach((batch) -> batch.settle(0, new Verdict.RetryAfter(Duration.ZERO)));
		rig.taken();
		rig.mail.work();
		one.window().again(rig.retries.poll(0, 1).getFirst().slot());
		rig.feed.request(2);
		rig.run(partitions);
		rig.run(partitions);
		assertThat(rig.delivered).extracting((delivery) -> delivery.attempt()).containsExactlyInAnyOrder(1, 2);
		assertThat(rig.delivered).allMatch((delivery) -> delivery.source().equals("orders"));
	}

	@Test
	void isCalledAsSoonAsEnoughIsAskedForToBeginMore() {
		Rig rig = Rig.of(new Feed.FeedSettings(1, 2, 500, false), 10_000);
		List<Partition> partitions = List.of(rig.partition(1, 10));
		rig.feed.claim(partitions);
		assertThat(rig.feed.isCalled(partitions, true)).isFalse();
		assertThat(rig.feed.isCalled(partitions, false)).isFalse();
		assertThat(rig.feed.request(1)).as("no commit could take it").isFalse();
		assertThat(rig.feed.isCalled(partitions, true)).isTrue();
	}

	@Test
	void isCalledByTheFirstThatIsAskedForWhereARecordMayRun() {
		Rig rig = Rig.of(new Feed.FeedSettings(1, 2, 500, false), 10_000);
		List<Partition> partitions = List.of(rig.partition(1, 10));
		rig.run(partitions);
		assertThat(rig.feed.isCalled(partitions, false)).isFalse();
		assertThat(rig.feed.request(1)).isTrue();
	}

	@Test
	void isNotCalledForWhatHasToWaitForOthersToEnd() {
		Rig rig = Rig.of(new Feed.FeedSettings(1, 0, 500, false), 3);
		List<Partition> partitions = List.of(rig.partition(1, 10));
		rig.feed.request(5);
		rig.run(partitions);
		assertThat(rig.taken()).hasSize(3);
		assertThat(rig.feed.isCalled(partitions, true)).isFalse();
		assertThat(rig.feed.request(1)).isFalse();
	}

	@Test
	void isCalledAsSoonAsEnoughIsAskedForToReadOn() {
		Rig rig = Rig.of(new Feed.FeedSettings(1, 0, 10, false), 10_000);
		Partition partition = rig.partition(1, 12);
		partition.setPaused(true);
		assertThat(rig.feed.isCalled(List.of(partition), false)).isFalse();
		assertThat(rig.feed.request(2)).isFalse();
		assertThat(rig.feed.request(1)).isTrue();
		assertThat(rig.feed.reads(List.of(partition))).isTrue();
	}

	@Test
	void readsOnWhereThereIsLessInHandsThanIsWantedAndAPoll() {
		Rig rig = Rig.of(new Feed.FeedSettings(1, 0, 10, false), 10_000);
		List<Partition> partitions = List.of(rig.partition(1, 0), rig.partition(2, 12));
		assertThat(rig.feed.reads(partitions)).isFalse();
		rig.feed.request(2);
		assertThat(rig.feed.reads(partitions)).isFalse();
		rig.feed.request(1);
		assertThat(rig.feed.reads(partitions)).isTrue();
		assertThat(partitions).allMatch(rig.feed::reads);
	}

	@Test
	void readsOnInOthersWhereOneIsHeldUp() {
		Rig rig = Rig.of(new Feed.FeedSettings(1, 0, 10, false), 3);
		List<Partition> partitions = List.of(rig.partition(1, 100), rig.partition(2, 9));
		rig.feed.request(3);
		rig.feed.claim(partitions.subList(0, 1));
		assertThat(rig.feed.reads(partitions)).isTrue();
		assertThat(rig.feed.reads(partitions.get(0))).isFalse();
		assertThat(rig.feed.reads(partitions.get(1))).isTrue();
	}

	@Test
	void handsOnOneRecordOfAPartitionAtATimeWhereItIsStrict() {
		Rig rig = Rig.strict();
		List<Partition> partitions = List.of(rig.partition(1, 3), rig.partition(2, 3));
		rig.feed.request(10);
		rig.run(partitions);
		assertThat(rig.delivered).extracting((delivery) -> delivery.message(0).id())
			.containsExactlyInAnyOrder("orders-1-0", "orders-2-0");
		var first = rig.delivered.stream().filter((delivery) -> delivery.message(0).id().equals("orders-1-0")).toList();
		rig.taken();
		first.getFirst().settle(0, Verdict.COMPLETE);
		rig.run(partitions);
		assertThat(rig.taken()).as("its handler goes on").isEmpty();
		assertThat(rig.feed.isReady(partitions.get(0))).isFalse();
		first.getFirst().ended();
		assertThat(rig.feed.isReady(partitions.get(0))).isTrue();
		rig.run(partitions);
		assertThat(rig.taken()).containsExactly("orders-1-1");
	}

	@Test
	void countsNothingAsBegunThatAHandlerHoldsUpWhichGoesOn() {
		Rig rig = Rig.strict();
		List<Partition> partitions = List.of(rig.partition(1, 3), rig.partition(2, 0));
		rig.feed.request(2);
		rig.run(partitions);
		rig.delivered.getFirst().settle(0, Verdict.COMPLETE);
		rig.run(partitions);
		assertThat(partitions.get(0).window().claimed()).isEqualTo(1);
		assertThat(rig.feed.wanted(partitions)).as("for others").isEqualTo(1);
	}

	@Test
	void readsOnInAPartitionHoweverMuchWaitsInOthersWhereItIsStrict() {
		Rig rig = Rig.strict();
		Partition empty = rig.partition(1, 0);
		Partition full = rig.partition(2, 100);
		assertThat(rig.feed.reads(List.of(empty, full))).isTrue();
		assertThat(rig.feed.reads(empty)).isTrue();
		assertThat(rig.feed.reads(full)).isFalse();
	}

}
