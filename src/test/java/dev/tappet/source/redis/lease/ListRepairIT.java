package dev.tappet.source.redis.lease;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.tappet.source.Backlog;
import dev.tappet.source.Verdict;
import dev.tappet.trigger.Ordering;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.StreamMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is kept beside a list is removed in part, by hand or by eviction, or there is very
 * much of it. No message that a worker holds is lost, and no verdict waits for ever.
 */
@Timeout(20)
class ListRepairIT extends LedgerFixture {

	/** The keys beside a list, as somebody may remove them. */
	enum Lost {

		DUE, BATCHES, BATCH, MESSAGES, TAKEN, ALL;

		private static Stream<Arguments> withAttempts() {
			return Stream.of(values()).flatMap((lost) -> Stream.of(Arguments.of(lost, 1), Arguments.of(lost, 2)));
		}

	}

	@Override
	Ledger ledger(Member member) {
		RedisListDefinition definition = new RedisListDefinition(List.of(KEY), 10, Duration.ofSeconds(1), true,
				RedisListDefinition.Delivery.AT_LEAST_ONCE);
		return new ListLedger(member, trigger(definition, Ordering.NONE), definition, KEY);
	}

	@Override
	void send(int messages) {
		redis().commands()
			.rpush(KEY, IntStream.range(0, messages).mapToObj((number) -> "m" + number).toArray(String[]::new));
	}

	private OpenBatch onAttempt(int attempt) {
		OpenBatch batch = taken(one().takeNew(10));
		if (attempt == 1) {
			return batch;
		}
		settle(one(), batch, RETRY);
		return taken(one().takeDue(10));
	}

	private void remove(Lost lost) {
		KeyNames names = one().names();
		switch (lost) {
			case DUE -> redis().commands().del(names.due());
			case BATCHES -> redis().commands().del(names.batches());
			case BATCH -> redis().keys("tappet:*:batch:*").forEach((key) -> redis().commands().del(key));
			case MESSAGES -> redis().commands().del(names.messages());
			case TAKEN -> redis().commands().del(names.taken());
			case ALL -> redis().clear();
		}
	}

	private static List<String> texts(OpenBatch batch) {
		return batch.messages.stream()
			.map((message) -> new String(((Element) message).body(), StandardCharsets.UTF_8))
			.toList();
	}

	private List<String> buried() {
		return redis().commands()
			.xrange(KEY + "-poison", Range.unbounded())
			.stream()
			.map(StreamMessage::getBody)
			.map((body) -> body.get("payload"))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("dev.tappet.source.redis.lease.ListRepairIT$Lost#withAttempts")
	void losesNoMessageThatAWorkerHoldsWhenAKeyIsRemoved(Lost lost, int attempt) {
		send(6);
		OpenBatch batch = onAttempt(attempt);
		remove(lost);
		settle(one(), settlement(batch, 1, RETRY), settlement(batch, 2, Verdict.COMPLETE), settlement(batch, 3, BURY),
				settlement(batch, 4, Verdict.RELEASE));
		assertThat(buried()).containsExactly("m3");
		OpenBatch again = taken(other().takeDue(10));
		assertThat(texts(again)).containsExactlyInAnyOrder("m1", "m4");
		for (int i = 0; i < 2; i++) {
			boolean released = texts(again).get(i).equals("m4");
			assertThat(again.attempt(i)).isEqualTo(released ? attempt : attempt + 1);
		}
		settle(other(), again, Verdict.COMPLETE);
		settle(one(), settlement(batch, 0, Verdict.COMPLETE), settlement(batch, 5, Verdict.COMPLETE));
		assertNothingKept();
		assertThat(answer(one().backlog()).total()).isZero();
	}

	@Test
	void knowsABatchWhoseRecordWasRemovedByItsLength() throws InterruptedException {
		send(6);
		OpenBatch batch = taken(one().takeNew(10));
		settle(one(), settlement(batch, 0, Verdict.COMPLETE), settlement(batch, 1, Verdict.COMPLETE));
		remove(Lost.BATCHES);
		settle(one(), settlement(batch, 3, Verdict.COMPLETE));
		assertThat(takeOver(other())).as("the record is written anew").isEqualTo(3);
		assertThat(texts(taken(other().takeDue(10)))).containsExactlyInAnyOrder("m2", "m4", "m5");
	}

	@Test
	void doesNotMarkPlacesInABatchThatSomebodyHasCut() {
		send(6);
		OpenBatch batch = taken(one().takeNew(10));
		redis().commands().ltrim(redis().keys("tappet:*:batch:*").iterator().next(), 2, 4);
		settle(one(), settlement(batch, 1, Verdict.COMPLETE), settlement(batch, 4, RETRY), settlement(batch, 5, RETRY));
		assertThat(texts(taken(other().takeDue(10)))).containsExactlyInAnyOrder("m4", "m5");
		settle(one(), settlement(batch, 0, Verdict.COMPLETE), settlement(batch, 2, Verdict.COMPLETE),
				settlement(batch, 3, Verdict.COMPLETE));
		assertThat(redis().keys("tappet:*:batch*")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void changesNothingWhereAKeyHasBecomeAnotherType(int attempt) {
		send(2);
		OpenBatch batch = onAttempt(attempt);
		List<String> keys = List.of(one().names().due(), one().names().taken(), one().names().messages());
		for (String key : keys) {
			redis().commands().rename(existing(key), "aside");
			redis().commands().set(key, "something else");
			for (Verdict verdict : List.of(RETRY, BURY)) {
				Settlement settlement = settlement(batch, 1, verdict);
				assertThatExceptionOfType(RedisCommandExecutionException.class)
					.isThrownBy(() -> answer(one().settle(List.of(settlement))));
				assertThat(settlement.isConfirmed()).isFalse();
			}
			assertThat(deadLetters()).isZero();
			redis().commands().rename("aside", key);
		}
		settle(one(), repeated(batch, 1, BURY));
		assertThat(deadLetters()).isEqualTo(1);
	}

	/** So that it can be put aside and be had again. */
	private String existing(String key) {
		if (redis().commands().exists(key) == 0) {
			switch (key.substring(key.lastIndexOf(':') + 1)) {
				case "due" -> redis().commands().zadd(key, 1, "unknown");
				default -> redis().commands().hset(key, "unknown", "0:unknown");
			}
		}
		return key;
	}

	@Test
	void settlesAnyNumberOfBatchesAtOnce() {
		send(9000);
		List<CompletionStage<ReadResult>> reads = new ArrayList<>();
		IntStream.range(0, 9000).forEach((number) -> reads.add(one().takeNew(1)));
		List<Settlement> all = new ArrayList<>();
		reads.forEach((read) -> all.add(settlement(taken(read), 0, Verdict.COMPLETE)));
		assertThat(answer(one().backlog()).inFlight()).isEqualTo(9000);
		answer(one().settle(all));
		assertThat(all).allMatch(Settlement::isConfirmed);
		assertNothingKept();
	}

	@Test
	void settlesAnyNumberOfMessagesOfABatchAtOnce() {
		send(20_000);
		OpenBatch batch = taken(one().takeNew(20_000));
		List<Settlement> odd = IntStream.range(0, 10_000)
			.mapToObj((number) -> settlement(batch, 2 * number + 1, Verdict.COMPLETE))
			.toList();
		answer(one().settle(odd));
		assertThat(odd).allMatch(Settlement::isConfirmed);
		assertThat(answer(one().backlog()).inFlight()).isEqualTo(10_000);
		assertThat(takeOver(other())).isEqualTo(10_000);
	}

	@Test
	void buriesAndPutsOffAnElementWithoutSendingItBack() {
		redis().commands().rpush(KEY, "a".repeat(1 << 20), "b".repeat(1 << 20));
		OpenBatch batch = taken(one().takeNew(10));
		long before = received();
		settle(one(), settlement(batch, 0, BURY), settlement(batch, 1, RETRY));
		settle(one(), taken(one().takeDue(10)), BURY);
		assertThat(received() - before).isLessThan(100_000);
		assertThat(buried()).containsExactly("a".repeat(1 << 20), "b".repeat(1 << 20));
	}

	private long received() {
		return redis().commands()
			.info("stats")
			.lines()
			.filter((line) -> line.startsWith("total_net_input_bytes:"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
			.sum();
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 2000 })
	void adoptsWhatWaitsForNothing(int messages) {
		send(messages + 2);
		settle(one(), taken(one().takeNew(messages)), RETRY);
		settle(one(), taken(one().takeNew(2)), RETRY);
		OpenBatch held = taken(one().takeDue(2));
		assertThat(answer(adopt())).isEqualTo(new Ledger.Page(0, false));
		remove(Lost.DUE);
		int adopted = 0;
		Ledger.Page page;
		do {
			page = answer(adopt());
			assertThat(page.messages()).isBetween(0, 200);
			adopted += page.messages();
		}
		while (page.more());
		assertThat(adopted).isEqualTo(messages);
		assertThat(due()).isEqualTo(messages);
		settle(one(), held, Verdict.COMPLETE);
		assertThat(taken(other().takeDue(2)).attempt(0)).isEqualTo(2);
	}

	@Test
	void adoptsWhatNobodyIsSaidToHave() {
		send(2);
		settle(one(), taken(one().takeNew(10)), RETRY);
		OpenBatch batch = taken(one().takeDue(10));
		remove(Lost.TAKEN);
		assertThat(answer(adopt())).isEqualTo(new Ledger.Page(2, false));
		// Its worker is alive after all, and done.
		settle(one(), batch, Verdict.COMPLETE);
		assertNothingKept();
		assertNothing(other().takeDue(10));
	}

	private CompletionStage<Ledger.Page> adopt() {
		return ((ListLedger) one()).adopt();
	}

	@Test
	void countsVeryManyBatchesByThoseThatChanceDraws() {
		send(9000);
		List<CompletionStage<ReadResult>> reads = new ArrayList<>();
		IntStream.range(0, 3000).forEach((number) -> reads.add(one().takeNew(2)));
		reads.forEach(LedgerFixture::answer);
		assertThat(answer(one().backlog())).isEqualTo(new Backlog(3000, 6000));
	}

}
