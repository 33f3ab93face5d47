package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.tappet.trigger.Ordering;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamSuspectsIT extends SuspectConformance {

	@Override
	Ledger ledger(Member member) {
		RedisStreamDefinition definition = new RedisStreamDefinition(List.of(KEY), GROUP, "0", 10,
				Duration.ofSeconds(1), false, null);
		return new StreamLedger(member, trigger(definition, Ordering.NONE), definition, KEY);
	}

	@Override
	void send(int messages) {
		for (int i = 0; i < messages; i++) {
			redis().commands().xadd(KEY, Map.of("number", "" + i));
		}
	}

	@Test
	void suspectsWhatAnEarlierLifeOfTheInstanceHeld() throws InterruptedException {
		send(3);
		answer(one().takeNew(10));
		loseLease();
		Ledger again = worker("one");
		answer(again.reclaim(List::of));
		OpenBatch batch = taken(again.takeDue(10));
		assertThat(IntStream.range(0, 3)).allMatch(batch::isSuspect);
	}

	@Test
	void suspectsNothingWhoseReplyWasLost() {
		send(3);
		answer(one().reclaim(List::of));
		answer(one().takeNew(10));
		answer(one().reclaim(List::of));
		OpenBatch batch = taken(one().takeDue(10));
		assertThat(IntStream.range(0, 3)).noneMatch(batch::isSuspect);
	}

}
