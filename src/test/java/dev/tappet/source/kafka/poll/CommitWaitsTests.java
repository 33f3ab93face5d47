package dev.tappet.source.kafka.poll;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommitWaitsTests {

	private final Rig rig = Rig.unordered();

	private final CommitWaits waits = new CommitWaits();

	private final CompletableFuture<Boolean> one = new CompletableFuture<>();

	private final CompletableFuture<Boolean> two = new CompletableFuture<>();

	@Test
	void goWithTheNextCommitAndWithNoOther() {
		this.waits.add(this.rig.partition(1, 0), this.one);
		this.waits.add(this.rig.partition(2, 0), this.two);
		assertThat(this.waits.take()).containsExactly(this.one, this.two);
		assertThat(this.waits.take()).isEmpty();
		assertThat(this.one).isNotDone();
	}

	@Test
	void areOverWithTheirPartition() {
		Partition gone = this.rig.partition(1, 0);
		this.waits.add(gone, this.one);
		this.waits.add(this.rig.partition(2, 0), this.two);
		gone.leave();
		assertThat(this.waits.take()).containsExactly(this.two);
		assertThat(this.one).isCompletedWithValue(false);
	}

	@Test
	void areRefusedWhereNothingIsCommittedAnyMore() {
		this.waits.add(this.rig.partition(1, 0), this.one);
		this.waits.refuse();
		assertThat(this.one).isCompletedWithValue(false);
		assertThat(this.waits.take()).isEmpty();
	}

}
