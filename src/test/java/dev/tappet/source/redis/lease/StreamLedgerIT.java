package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.tappet.source.Verdict;
import dev.tappet.trigger.Ordering;
import io.lettuce.core.models.stream.PendingMessages;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamLedgerIT extends LedgerConformance {

	private Ordering ordering = Ordering.NONE;

	@Override
	Ledger ledger(Member member) {
		RedisStreamDefinition definition = new RedisStreamDefinition(List.of(KEY), GROUP, "0", 10,
				Duration.ofSeconds(1), false, null);
		return new StreamLedger(member, trigger(definition, this.ordering), definition, KEY);
	}

	@Override
	void send(int messages) {
		for (int i = 0; i < messages; i++) {
			redis().commands().xadd(KEY, Map.of("number", "" + i));
		}
	}

	@Override
	String owner(Ledger ledger) {
		return "one";
	}

	private Map<String, Long> pending() {
		PendingMessages pending = redis().commands().xpending(KEY, GROUP);
		return pending.getConsumerMessageCount();
	}

	@Test
	void holdsItselfWhatItTookOverPageByPage() {
		send(250);
		answer(one().takeNew(1000));
		loseLease();
		assertThat(answer(other().takeOver(Missing.silent("one")))).isEqualTo(new Ledger.Page(100, true));
		assertThat(pending()).isEqualTo(Map.of("one", 150L, "other", 100L));
		assertThat(answer(other().takeOver(Missing.silent("one")))).isEqualTo(new Ledger.Page(100, true));
		assertThat(answer(other().takeOver(Missing.silent("one")))).isEqualTo(new Ledger.Page(50, true));
		assertThat(pending()).isEqualTo(Map.of("other", 250L));
		assertThat(answer(other().takeOver(Missing.silent("one")))).isEqualTo(new Ledger.Page(0, false));
		assertThat(missing(other())).as("the consumer is gone").isEmpty();
		assertThat(redis().commands().get(one().names().lease("one"))).isEqualTo("!");
	}

	@Test
	void countsTheAttemptsOfATakeoverOn() {
		send(3);
		settle(one(), taken(one().takeNew(10)), RETRY);
		answer(one().takeDue(10));
		takeOver(other());
		assertTaken(other().takeDue(10), 3, 3);
	}

	@Test
	void reclaimsPageByPage() {
		send(800);
		OpenBatch known = taken(one().takeNew(500));
		answer(one().takeNew(500));
		assertThat(answer(one().reclaim(() -> List.of(known)))).isEqualTo(new Ledger.Page(0, true));
		assertThat(answer(one().reclaim(() -> List.of(known)))).isEqualTo(new Ledger.Page(300, false));
		assertThat(due()).isEqualTo(300);
		assertThat(answer(one().reclaim(() -> List.of(known)))).isEqualTo(new Ledger.Page(0, true));
	}

	@Test
	void entersAgainWhatADestroyedGroupHasForgotten() {
		send(5);
		OpenBatch batch = taken(one().takeNew(10));
		settle(one(), settlement(batch, 1, Verdict.COMPLETE));
		redis().commands().xgroupDestroy(KEY, GROUP);
		assertThat(answer(one().prepare())).isTrue();
		assertThat(answer(one().pulse(true)).forgotten()).isTrue();
		answer(one().restore(List.of(batch)));
		assertThat(pending()).isEqualTo(Map.of("one", 4L));
		assertThat(answer(one().pulse(true)).forgotten()).isFalse();
		assertThat(due()).isZero();
		assertNothing(one().takeNew(10));
	}

	@Test
	void givesUpWhatIsDueButWasDeleted() {
		send(3);
		OpenBatch batch = taken(one().takeNew(10));
		settle(one(), batch, RETRY);
		redis().commands().xdel(KEY, batch.messages.get(1).id());
		ReadResult result = answer(one().takeDue(10));
		assertThat(result.gone()).isEqualTo(1);
		assertThat(result.size()).isEqualTo(2);
		assertThat(pending()).isEqualTo(Map.of("one", 2L));
	}

	@Test
	void takesNothingNewInStrictOrderWhileAnythingIsUnfinished() throws InterruptedException {
		this.ordering = Ordering.STRICT;
		Ledger strict = worker("strict");
		send(5);
		OpenBatch batch = taken(strict.takeNew(2));
		assertThat(answer(strict.takeNew(10)).size()).isZero();
		settle(strict, settlement(batch, 0, Verdict.COMPLETE), settlement(batch, 1, RETRY));
		assertThat(answer(strict.takeNew(10)).size()).isZero();
		OpenBatch again = taken(strict.takeDue(10));
		assertThat(answer(strict.takeNew(10)).size()).isZero();
		settle(strict, again, Verdict.COMPLETE);
		assertThat(taken(strict.takeNew(10)).size()).isEqualTo(3);
	}

	@Test
	void leavesItsConsumerWhereSomethingIsPendingForIt() {
		send(2);
		OpenBatch batch = taken(one().takeNew(10));
		settle(one(), settlement(batch, 0, Verdict.COMPLETE));
		answer(one().pulse(true));
		answer(one().leave());
		assertThat(redis().commands().get(one().names().lease("one"))).isNull();
		assertThat(pending()).isEqualTo(Map.of("one", 1L));
		assertThat(missing(other())).containsExactly(Missing.silent("one"));
	}

}
