package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.ReadBuffer;
import dev.tappet.source.Verdict;
import dev.tappet.source.Workers;
import dev.tappet.trigger.Ordering;
import io.lettuce.core.Consumer;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.models.stream.PendingMessages;
import org.awaitility.Awaitility;
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

	private static Allowance room(int most, long bytes) {
		return new Allowance(most, most, null, ReadBuffer.room(bytes));
	}

	/** What an entry with a field {@code a} counts. */
	private static long bytes(int value) {
		return value + 1 + 3 * ReadBuffer.BESIDE;
	}

	/** Entries whose values have 1 to 5 times 100 bytes. */
	private void sendGrowing() {
		for (int i = 1; i <= 5; i++) {
			redis().commands().xadd(KEY, Map.of("a", "x".repeat(100 * i)));
		}
	}

	@Test
	void takesWhatThereIsRoomForAndSaysWhatIsToBeHandedBack() {
		sendGrowing();
		Allowance allowance = new Allowance(10, 10,
				new ReadBuffer(ReadBuffer.room(bytes(100) + bytes(200))).share(() -> {
				}), 0);
		ReadResult result = answer(one().takeNew(allowance));
		assertThat(result.size()).isEqualTo(1);
		OpenBatch left = Objects.requireNonNull(result.left());
		assertThat(left.size()).isEqualTo(4);
		assertThat(allowance.needed()).isEqualTo(ReadBuffer.room(bytes(200)));
		settle(one(), left, Verdict.RELEASE);
		assertThat(due()).isEqualTo(4);
		assertTaken(one().takeDue(10), 4, 1);
	}

	@Test
	void takesNoMoreOfWhatIsDueThanThereIsRoomFor() {
		sendGrowing();
		settle(one(), taken(one().takeNew(10)), RETRY);
		assertTaken(one().takeDue(room(10, bytes(100) + bytes(200))), 2, 2);
		Allowance small = room(10, bytes(100));
		assertThat(answer(one().takeDue(small)).size()).isZero();
		assertThat(small.needed()).isEqualTo(ReadBuffer.room(bytes(300)));
		assertThat(due()).isEqualTo(3);
		assertTaken(one().takeDue(10), 3, 2);
	}

	@Test
	void takesNoMoreInStrictOrderThanThereIsRoomForAndLeavesTheRestInItsPlace() throws InterruptedException {
		this.ordering = Ordering.STRICT;
		Ledger strict = worker("strict");
		sendGrowing();
		Allowance small = room(10, 99);
		assertThat(answer(strict.takeNew(small)).size()).isZero();
		assertThat(small.needed()).isEqualTo(ReadBuffer.room(bytes(100)));
		OpenBatch batch = taken(strict.takeNew(room(10, bytes(100) + bytes(200))));
		assertThat(batch.size()).isEqualTo(2);
		settle(strict, batch, Verdict.COMPLETE);
		assertThat(taken(strict.takeNew(10)).size()).isEqualTo(3);
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

	@Test
	void leavesNoConsumerBehindWhoseMessagesOthersTake() {
		send(2);
		settle(one(), taken(one().takeNew(10)), Verdict.RELEASE);
		answer(one().pulse(true));
		CompletionStage<?> left = one().leave();
		Awaitility.await().until(() -> redis().commands().get(one().names().lease("one")) == null);
		OpenBatch batch = taken(other().takeDue(10));
		answer(left);
		assertThat(pending()).isEqualTo(Map.of("other", 2L));
		assertThat(redis().commands().hkeys(one().names().workers())).containsExactly("other");
		settle(other(), batch, Verdict.COMPLETE);
	}

	@Test
	void tellsOfAConsumerThatIsNoWorkerAsSuch() {
		send(5);
		redis().commands()
			.xreadgroup(Consumer.from(GROUP, "legacy"), XReadArgs.Builder.count(3),
					XReadArgs.StreamOffset.lastConsumed(KEY));
		answer(one().takeNew(1));
		assertShown(worker("legacy", 3, Workers.Life.FOREIGN), worker("one", 1, Workers.Life.ALIVE),
				worker("other", 0, Workers.Life.ALIVE));
	}

}
