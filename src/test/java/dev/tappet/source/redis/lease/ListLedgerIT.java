package dev.tappet.source.redis.lease;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.tappet.source.ReadBuffer;
import dev.tappet.source.Verdict;
import dev.tappet.source.Workers;
import dev.tappet.trigger.Ordering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ListLedgerIT extends LedgerConformance {

	private Ordering ordering = Ordering.NONE;

	private boolean fromBeginning = true;

	@Override
	Ledger ledger(Member member) {
		RedisListDefinition definition = new RedisListDefinition(List.of(KEY), 10, Duration.ofSeconds(1),
				this.fromBeginning, RedisListDefinition.Delivery.AT_LEAST_ONCE);
		return new ListLedger(member, trigger(definition, this.ordering), definition, KEY);
	}

	@Override
	void send(int messages) {
		redis().commands()
			.rpush(KEY, IntStream.range(0, messages).mapToObj((number) -> "m" + number).toArray(String[]::new));
	}

	@Override
	String owner(Ledger ledger) {
		return "one#" + ledger.token();
	}

	private static List<String> texts(OpenBatch batch) {
		return batch.messages.stream()
			.map((message) -> new String(((Element) message).body(), StandardCharsets.UTF_8))
			.toList();
	}

	@Test
	void takesMoreThanAScriptCanUnpackFromEitherEndInOrder() throws InterruptedException {
		send(2500);
		List<String> head = texts(taken(one().takeNew(1200)));
		assertThat(head).hasSize(1200).startsWith("m0", "m1").endsWith("m1198", "m1199");
		this.fromBeginning = false;
		List<String> tail = texts(taken(worker("tail").takeNew(1200)));
		assertThat(tail).hasSize(1200).startsWith("m2499", "m2498").endsWith("m1301", "m1300");
		assertThat(redis().commands().llen(KEY)).isEqualTo(100);
	}

	private static Allowance room(int most, int first, long bytes) {
		return new Allowance(most, first, null, ReadBuffer.room(bytes));
	}

	/** Elements of 1 to 9 times 100 bytes, the largest at the tail. */
	private void sendGrowing() {
		redis().commands()
			.rpush(KEY,
					IntStream.rangeClosed(1, 9).mapToObj((number) -> "x".repeat(100 * number)).toArray(String[]::new));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 10 })
	void takesNoMoreBytesThanThereIsRoomForHoweverManyItLooksAtFirst(int first) throws InterruptedException {
		sendGrowing();
		int beside = ReadBuffer.BESIDE;
		Allowance head = room(10, first, 100 + 200 + 300 + 4 * beside);
		assertThat(texts(taken(one().takeNew(head)))).extracting(String::length).containsExactly(100, 200, 300);
		assertThat(head.needed()).isEqualTo(ReadBuffer.room(400 + beside));
		this.fromBeginning = false;
		Ledger tail = worker("tail");
		assertThat(texts(taken(tail.takeNew(room(10, first, 900 + 800 + 2 * beside))))).extracting(String::length)
			.containsExactly(900, 800);
		assertThat(redis().commands().llen(KEY)).isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 100 })
	void takesAsManyAsWereAskedForInStepsThatGrow(int first) {
		send(100);
		assertThat(texts(taken(one().takeNew(room(37, first, 1_000_000))))).hasSize(37)
			.startsWith("m0", "m1", "m2")
			.endsWith("m35", "m36");
		assertThat(texts(taken(one().takeNew(room(100, first, 1_000_000))))).hasSize(63).endsWith("m99");
	}

	@Test
	void takesNothingWhereThereIsNoRoomForTheFirst() {
		sendGrowing();
		Allowance allowance = room(10, 1, 100);
		assertNothing(one().takeNew(allowance));
		assertThat(allowance.needed()).isEqualTo(ReadBuffer.room(100 + ReadBuffer.BESIDE));
		assertThat(redis().commands().llen(KEY)).isEqualTo(9);
		assertNothingKept();
	}

	@Test
	void takesNoMoreOfWhatIsDueThanThereIsRoomFor() {
		sendGrowing();
		settle(one(), taken(one().takeNew(10)), RETRY);
		Allowance allowance = room(10, 1, 100);
		assertThat(answer(one().takeDue(allowance)).size()).isZero();
		assertThat(allowance.needed()).isPositive();
		assertTaken(one().takeDue(room(10, 1, ReadBuffer.bytes(allowance.needed()))), 1, 2);
		assertThat(due()).isEqualTo(8);
		assertTaken(one().takeDue(10), 8, 2);
	}

	@Test
	void takesNothingNewInStrictOrderWhileAnythingIsUnfinished() throws InterruptedException {
		this.ordering = Ordering.STRICT;
		Ledger strict = worker("strict");
		send(5);
		OpenBatch batch = taken(strict.takeNew(2));
		assertNothing(strict.takeNew(10));
		settle(strict, settlement(batch, 0, Verdict.COMPLETE),
				settlement(batch, 1, new Verdict.RetryAfter(Duration.ofMinutes(1))));
		assertNothing(strict.takeNew(10));
		redis().commands().zadd(strict.names().due(), 0, batch.messages.get(1).id());
		OpenBatch again = taken(strict.takeDue(10));
		assertNothing(strict.takeNew(10));
		settle(strict, again, Verdict.COMPLETE);
		assertThat(taken(strict.takeNew(10)).size()).isEqualTo(3);
	}

	@Test
	void takesOverFromAnEarlierLifeOfAnInstanceThatIsAlive() throws InterruptedException {
		send(5);
		answer(one().takeNew(10));
		loseLease();
		Ledger anew = worker("one");
		answer(anew.pulse(false));
		assertThat(missing(anew)).containsExactly(Missing.silent(owner(one())));
		Missing earlier = Missing.silent(owner(one()));
		assertThat(answer(other().takeOver(earlier))).isEqualTo(new Ledger.Page(5, false));
		assertThat(redis().commands().get(anew.names().lease("one"))).isEqualTo(anew.token());
		answer(anew.pulse(false));
	}

	@Test
	void tellsByAPartOfThemWhoHoldsAGreatManyBatches() {
		Map<String, String> batches = new HashMap<>();
		IntStream.range(0, 1000).forEach((i) -> batches.put(owner(one()) + ":" + i, "3:2"));
		redis().commands().hset(one().names().batches(), batches);
		assertShown(worker("one", 2000, Workers.Life.ALIVE), worker("other", 0, Workers.Life.ALIVE));
	}

}
