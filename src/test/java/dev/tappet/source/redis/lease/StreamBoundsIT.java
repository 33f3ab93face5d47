package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.LeaseLostException;
import dev.tappet.trigger.Ordering;
import io.lettuce.core.RedisCommandExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Entries of any number of fields, and very many of them.
 */
@Timeout(20)
class StreamBoundsIT extends LedgerFixture {

	private boolean deletes;

	@Override
	Ledger ledger(Member member) {
		RedisStreamDefinition definition = new RedisStreamDefinition(List.of(KEY), GROUP, "0", 10,
				Duration.ofSeconds(1), this.deletes, null);
		return new StreamLedger(member, trigger(definition, Ordering.NONE), definition, KEY);
	}

	@Override
	void send(int messages) {
		for (int i = 0; i < messages; i++) {
			redis().commands().xadd(KEY, Map.of("number", "" + i));
		}
	}

	private static Object[] fields(int fields) {
		return IntStream.range(0, fields).boxed().flatMap((i) -> Stream.of("field" + i, "value" + i)).toArray();
	}

	private long pending() {
		return redis().commands().xpending(KEY, GROUP).getCount();
	}

	private static List<String> texts(byte[][] fields) {
		return Stream.of(fields).map(String::new).toList();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3400, 3500, 4000, 10_000 })
	void buriesAnEntryOfAnyNumberOfFieldsAndPutsItBack(int fields) {
		String id = redis().commands().xadd(KEY, fields(fields));
		OpenBatch batch = taken(one().takeNew(10));
		settle(one(), settlement(batch, 0, BURY));
		assertThat(pending()).isZero();
		DeadLetter letter = answer(one().deadLetters().list(10, null)).getFirst();
		assertThat(letter.attempts()).isEqualTo(5);
		assertThat(letter.original().id()).isEqualTo(id);
		assertThat(texts(((Entry) letter.original()).fields())).isEqualTo(List.of(fields(fields)));
		assertThat(answer(one().deadLetters().replay(List.of(letter.id(), "1-1")))).isEqualTo(1);
		assertThat(deadLetters()).isZero();
		OpenBatch again = taken(one().takeNew(10));
		assertThat(again.size()).isEqualTo(1);
		assertThat(ReplayMark.isOn(again.messages.getFirst())).isTrue();
		assertThat(texts(((Entry) again.messages.getFirst()).fields())).isEqualTo(List.of(fields(fields)));
	}

	@Test
	void buriesALongEntryOnceWhoseReplyWasLost() {
		redis().commands().xadd(KEY, fields(5000));
		OpenBatch batch = taken(one().takeNew(10));
		settle(one(), repeated(batch, 0, BURY));
		settle(one(), repeated(batch, 0, BURY));
		assertThat(deadLetters()).isEqualTo(1);
	}

	@Test
	void buriesNoLongEntryForAWorkerThatLostItsLease() {
		redis().commands().xadd(KEY, fields(5000));
		OpenBatch batch = taken(one().takeNew(10));
		takeOver(other());
		Settlement late = settlement(batch, 0, BURY);
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> answer(one().settle(List.of(late))));
		assertThat(late.isConfirmed()).isFalse();
		assertThat(deadLetters()).isZero();
	}

	@Test
	void buriesALongEntryThoughTheLeaseIsRenewedMeanwhile() throws InterruptedException {
		this.deletes = true;
		Ledger ledger = worker("three");
		answer(ledger.pulse(true));
		redis().commands().xadd(KEY, fields(20_000));
		OpenBatch batch = taken(ledger.takeNew(10));
		AtomicBoolean over = new AtomicBoolean();
		Thread renewal = Thread.ofVirtual().start(() -> {
			for (int i = 0; i < 5 && !over.get(); i++) {
				answer(ledger.pulse(true));
			}
		});
		settle(ledger, settlement(batch, 0, BURY));
		over.set(true);
		renewal.join();
		assertThat(deadLetters()).isEqualTo(1);
		assertThat(redis().commands().xlen(KEY)).isZero();
	}

	@Test
	void leavesALongEntryPendingWhoseDeadLetterCannotBeWritten() {
		redis().commands().xadd(KEY, fields(5000));
		OpenBatch batch = taken(one().takeNew(10));
		redis().commands().set(KEY + "-poison", "something else");
		assertThatExceptionOfType(RedisCommandExecutionException.class)
			.isThrownBy(() -> answer(one().settle(List.of(settlement(batch, 0, BURY)))))
			.withMessageContaining("WRONGTYPE");
		assertThat(pending()).isEqualTo(1);
		redis().commands().del(KEY + "-poison");
		settle(one(), repeated(batch, 0, BURY));
	}

	@Test
	void buriesFewLongEntriesWithOneStepAndTheOthersWithTheNext() {
		for (int i = 0; i < 10; i++) {
			redis().commands().xadd(KEY, fields(4000));
		}
		List<Settlement> left = new ArrayList<>(all(taken(one().takeNew(10)), BURY));
		for (int steps = 0; steps < 3; steps++) {
			assertThat(left).isNotEmpty();
			answer(one().settle(left));
			left.removeIf(Settlement::isConfirmed);
		}
		assertThat(left).isEmpty();
		assertThat(deadLetters()).isEqualTo(10);
		List<String> ids = answer(one().deadLetters().list(10, null)).stream().map(DeadLetter::id).toList();
		assertThat(answer(one().deadLetters().replay(ids))).isEqualTo(10);
		assertThat(taken(one().takeNew(100)).size()).isEqualTo(10);
	}

	@Test
	void putsALongEntryBackOnceThoughTwoAskForIt() {
		for (int i = 0; i < 8; i++) {
			redis().commands().xadd(KEY, fields(4000));
		}
		List<Settlement> left = new ArrayList<>(all(taken(one().takeNew(10)), BURY));
		while (!left.isEmpty()) {
			answer(one().settle(left));
			left.removeIf(Settlement::isConfirmed);
		}
		List<String> ids = answer(one().deadLetters().list(10, null)).stream().map(DeadLetter::id).toList();
		CompletionStage<Integer> some = one().deadLetters().replay(ids);
		CompletionStage<Integer> others = other().deadLetters().replay(ids.reversed());
		assertThat(answer(some) + answer(others)).isEqualTo(8);
		assertThat(deadLetters()).isZero();
		assertThat(taken(one().takeNew(100)).size()).isEqualTo(8);
	}

	@Test
	void buriesAnEntryWithoutSendingItBack() {
		redis().commands().xadd(KEY, Map.of("field", "a".repeat(1 << 20)));
		OpenBatch batch = taken(one().takeNew(10));
		long before = received();
		settle(one(), settlement(batch, 0, BURY));
		assertThat(received() - before).isLessThan(100_000);
		DeadLetter letter = answer(one().deadLetters().list(10, null)).getFirst();
		assertThat(((Entry) letter.original()).fields()[1]).hasSize(1 << 20);
	}

	private long received() {
		return redis().commands()
			.info("stats")
			.lines()
			.filter((line) -> line.startsWith("total_net_input_bytes:"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
			.sum();
	}

	@Test
	void buriesAnEntryThatIsGoneFromItsStream() {
		send(2);
		OpenBatch batch = taken(one().takeNew(10));
		redis().commands().xdel(KEY, batch.messages.get(0).id());
		settle(one(), settlement(batch, 0, BURY));
		redis().commands().del(KEY);
		settle(one(), settlement(batch, 1, BURY));
		List<DeadLetter> letters = answer(one().deadLetters().list(10, null));
		assertThat(letters).extracting((letter) -> texts(((Entry) letter.original()).fields()))
			.containsExactly(List.of("number", "1"), List.of("number", "0"));
	}

	@Test
	void putsManyLargeDeadLettersBackWithSeveralCalls() {
		for (int i = 0; i < 50; i++) {
			redis().commands().xadd(KEY, Map.of("field", "a".repeat(100_000)));
		}
		settle(one(), taken(one().takeNew(100)), BURY);
		List<String> ids = answer(one().deadLetters().list(100, null)).stream().map(DeadLetter::id).toList();
		long calls = calls("evalsha");
		assertThat(answer(one().deadLetters().replay(ids))).isEqualTo(50);
		assertThat(calls("evalsha") - calls).isBetween(4L, 10L);
		assertThat(deadLetters()).isZero();
		assertThat(taken(one().takeNew(100)).size()).isEqualTo(50);
	}

	private long calls(String command) {
		return redis().commands()
			.info("commandstats")
			.lines()
			.filter((line) -> line.startsWith("cmdstat_" + command + ":calls="))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf('=') + 1, line.indexOf(','))))
			.sum();
	}

	@Test
	void checksTheKeyOfWhatIsDueBeforeItTakesAnAttemptBack() {
		send(2);
		settle(one(), taken(one().takeNew(10)), RETRY);
		OpenBatch batch = taken(one().takeDue(10));
		redis().commands().set(one().names().due(), "something else");
		List<Settlement> released = all(batch, Verdict.RELEASE);
		assertThatExceptionOfType(RedisCommandExecutionException.class)
			.isThrownBy(() -> answer(one().settle(released)));
		redis().commands().del(one().names().due());
		settle(one(), batch, Verdict.RELEASE);
		assertTaken(one().takeDue(10), 2, 2);
	}

}
