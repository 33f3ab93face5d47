package dev.tappet.operate;

import java.time.Duration;

import dev.tappet.source.Backlog;
import dev.tappet.trigger.Ordering;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StallTests {

	private static final Duration BOUND = Duration.ofMinutes(2);

	private Stall stall = new Stall(Ordering.NONE, BOUND);

	@Test
	void isStalledWhereMessagesWaitAtEveryLookForTheBound() {
		look(0, 0, new Backlog(5, 0));
		look(10, 0, new Backlog(5, 0));
		look(120, 0, new Backlog(6, 3));
		assertThat(stalledAt(120)).isNull();
		look(130, 0, new Backlog(7, 0));
		assertThat(stalledAt(150)).isEqualTo(Duration.ofSeconds(140));
		assertThat(this.stall.backlog()).isEqualTo(7);
	}

	@Test
	void isNotStalledWhereNothingWaits() {
		look(0, 0, new Backlog(5, 0));
		look(10, 0, new Backlog(5, 0));
		look(70, 0, new Backlog(0, 9));
		look(130, 0, new Backlog(5, 0));
		look(200, 0, new Backlog(5, 0));
		assertThat(stalledAt(200)).isNull();
	}

	@Test
	void isNotStalledWhereSomethingWasSettledMeanwhile() {
		look(0, 0, new Backlog(5, 0));
		look(10, 0, new Backlog(5, 0));
		look(100, 1, new Backlog(5, 0));
		look(140, 1, new Backlog(5, 0));
		assertThat(stalledAt(140)).isNull();
	}

	@Test
	void isNotStalledWhereAllHandlersAreBusy() {
		look(0, 0, new Backlog(5, 0));
		look(10, 0, new Backlog(5, 0));
		assertThat(this.stall.isQuiet(new Stall.Sight(false, 0))).isFalse();
		look(140, 0, new Backlog(5, 0));
		assertThat(stalledAt(140)).isNull();
	}

	@Test
	void asksForNoBacklogWhileSomethingMoves() {
		assertThat(this.stall.isQuiet(new Stall.Sight(true, 1))).isFalse();
		assertThat(this.stall.isQuiet(new Stall.Sight(true, 2))).isFalse();
		assertThat(this.stall.isQuiet(new Stall.Sight(true, 2))).isTrue();
	}

	@Test
	void saysNothingOfABacklogThatCannotBeRead() {
		look(0, 0, new Backlog(5, 0));
		look(10, 0, new Backlog(5, 0));
		look(130, 0, null);
		assertThat(stalledAt(130)).isNull();
		look(140, 0, new Backlog(5, 0));
		assertThat(stalledAt(140)).isNotNull();
	}

	@Test
	void waitsWhereAnOrderIsKeptForWhatOthersHaveInHands() {
		this.stall = new Stall(Ordering.STRICT, BOUND);
		look(0, 0, new Backlog(5, 0));
		look(10, 0, new Backlog(5, 1));
		look(140, 0, new Backlog(5, 0));
		look(200, 0, new Backlog(5, 0));
		assertThat(stalledAt(200)).isNull();
		look(260, 0, new Backlog(5, 0));
		assertThat(stalledAt(260)).isNotNull();
	}

	@Test
	void looksOftenEnoughForTheBoundAndNoMore() {
		assertThat(StallWatch.pause(Duration.ofMinutes(2))).isEqualTo(Duration.ofSeconds(30));
		assertThat(StallWatch.pause(Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(30));
		assertThat(StallWatch.pause(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(5));
		assertThat(StallWatch.pause(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(100));
	}

	private void look(int second, long progress, @Nullable Backlog backlog) {
		if (this.stall.isQuiet(new Stall.Sight(true, progress))) {
			this.stall.take(backlog, Duration.ofSeconds(second).toNanos());
		}
	}

	private @Nullable Duration stalledAt(int second) {
		return this.stall.stalledFor(Duration.ofSeconds(second).toNanos());
	}

}
