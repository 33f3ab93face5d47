package dev.tappet.source.redis.lease;

import java.util.List;

import dev.tappet.source.Held;
import dev.tappet.source.Workers.Life;
import dev.tappet.source.Workers.Worker;
import dev.tappet.source.redis.connection.Script;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FoundWorkerTests {

	@Test
	void readsTheAnswerOfTheScript() {
		List<Object> reply = List.of(7L, Script.bytes("a"), 3L, 1L, 1L, Script.bytes("b"), 0L, 0L, 0L);
		assertThat(FoundWorker.in(reply)).containsExactly(new FoundWorker("a", 3, true, true),
				new FoundWorker("b", 0, false, false));
		assertThat(FoundWorker.in(List.of(0L))).isEmpty();
	}

	@Test
	void takesALeaseOrTheIdOfTheInstanceForASignOfLife() {
		FoundWorker leased = new FoundWorker("a", 3, true, true);
		assertThat(leased.isInDoubt()).isFalse();
		assertThat(leased.judged(false)).isEqualTo(new Worker("a", new Held.Messages(3), Life.ALIVE));
		FoundWorker idle = new FoundWorker("b", 0, true, false);
		assertThat(idle.isInDoubt()).isTrue();
		assertThat(idle.judged(true)).isEqualTo(new Worker("b", new Held.Messages(0), Life.ALIVE));
		assertThat(idle.judged(false)).isEqualTo(new Worker("b", new Held.Messages(0), Life.GONE));
	}

	@Test
	void saysNothingOfTheLifeOfAConsumerThatIsNotTappets() {
		FoundWorker foreign = new FoundWorker("legacy\u001b[1m", 2, false, false);
		assertThat(foreign.isInDoubt()).isFalse();
		assertThat(foreign.judged(false)).isEqualTo(new Worker("legacy\\u001b[1m", new Held.Messages(2), Life.FOREIGN));
	}

}
