package dev.tappet.source;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryQueueTests {

	private final RetryQueue<String> queue = new RetryQueue<>();

	@Test
	void givesNothingBeforeItsTime() {
		this.queue.add("a", 10);
		assertThat(this.queue.poll(9)).isNull();
		assertThat(this.queue.poll(9, 5)).isEmpty();
		assertThat(this.queue.poll(10)).isEqualTo("a");
		assertThat(this.queue.poll(10)).isNull();
	}

	@Test
	void givesWhatIsDueFirstFirstAndOfTheSameTimeWhatCameFirst() {
		this.queue.add("late", 30);
		this.queue.add("first", 10);
		this.queue.add("second", 10);
		this.queue.add("third", 10);
		assertThat(this.queue.poll(20, 5)).containsExactly("first", "second", "third");
		assertThat(this.queue.size()).isEqualTo(1);
	}

	@Test
	void givesNoMoreThanWanted() {
		for (int i = 0; i < 5; i++) {
			this.queue.add("m" + i, i);
		}
		assertThat(this.queue.poll(100, 2)).containsExactly("m0", "m1");
		assertThat(this.queue.poll(100, 0)).isEmpty();
		assertThat(this.queue.size()).isEqualTo(3);
	}

	@Test
	void saysHowLongItIsUntilSomethingIsDue() {
		assertThat(this.queue.untilDue(0)).isEqualTo(-1);
		this.queue.add("b", 50);
		this.queue.add("a", 20);
		assertThat(this.queue.untilDue(5)).isEqualTo(15);
		assertThat(this.queue.untilDue(20)).isZero();
		assertThat(this.queue.untilDue(90)).isZero();
	}

	@Test
	void givesUpEverythingInOrder() {
		this.queue.add("b", 50);
		this.queue.add("a", 20);
		assertThat(this.queue.clear()).containsExactly("a", "b");
		assertThat(this.queue.size()).isZero();
		assertThat(this.queue.untilDue(0)).isEqualTo(-1);
	}

	@Test
	void keepsItsOrderWhereTheTimeRunsOver() {
		this.queue.add("after", Long.MIN_VALUE + 5);
		this.queue.add("before", Long.MAX_VALUE - 5);
		assertThat(this.queue.poll(Long.MAX_VALUE)).isEqualTo("before");
		assertThat(this.queue.poll(Long.MAX_VALUE)).isNull();
		assertThat(this.queue.poll(Long.MIN_VALUE + 5)).isEqualTo("after");
	}

}
