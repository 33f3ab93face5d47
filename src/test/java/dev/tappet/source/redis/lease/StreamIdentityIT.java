package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.tappet.source.Verdict;
import dev.tappet.trigger.Ordering;
import io.lettuce.core.Consumer;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose stream it is, whose group and whose entries: of Tappet, of an operator, or of a
 * consumer of somebody else.
 */
class StreamIdentityIT extends LedgerFixture {

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

	private void add(String stream, int from, int to, String value) {
		for (int i = from; i <= to; i++) {
			redis().commands().xadd(stream, new XAddArgs().id(i + "-0"), Map.of("value", value + i));
		}
	}

	private List<String> ids(OpenBatch batch) {
		return batch.messages.stream().map((message) -> message.id()).toList();
	}

	private void readAll(int messages) {
		OpenBatch batch = taken(one().takeNew(100));
		assertThat(batch.size()).isEqualTo(messages);
		settle(one(), batch, Verdict.COMPLETE);
		answer(one().look(Look.Kind.AGAIN));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void readsAllOfAStreamThatWasPutInThePlaceOfAnother(boolean byItself) {
		add(KEY, 1, 5, "old");
		readAll(5);
		add("another", 2, 9, "new");
		redis().commands().rename("another", KEY);
		Ledger finder = byItself ? one() : other();
		answer(other().look(Look.Kind.AGAIN).exceptionally((noGroup) -> Optional.empty()));
		answer(finder.prepare());
		assertThat(taken(finder.takeNew(100)).size()).isEqualTo(8);
	}

	@Test
	void readsAllOfAStreamThatWasMadeAnewWithChosenIds() {
		add(KEY, 1, 5, "old");
		readAll(5);
		redis().commands().multi();
		redis().commands().del(KEY);
		add(KEY, 3, 3, "new");
		add(KEY, 5, 9, "new");
		redis().commands().exec();
		answer(one().prepare());
		assertThat(ids(taken(one().takeNew(100)))).containsExactly("3-0", "5-0", "6-0", "7-0", "8-0", "9-0");
	}

	@Test
	void goesOnWhereTheGroupWasWhereOnlyThatWasDestroyed() {
		add(KEY, 1, 5, "old");
		readAll(5);
		add(KEY, 6, 8, "old");
		redis().commands().xgroupDestroy(KEY, GROUP);
		assertThat(answer(one().prepare())).isTrue();
		assertThat(ids(taken(one().takeNew(100)))).containsExactly("6-0", "7-0", "8-0");
		assertThat(answer(one().backlog()).inFlight()).isEqualTo(3);
	}

	@Test
	void goesOnWhereTheGroupWasThoughTheLastEntryThatItReadIsDeleted() {
		add(KEY, 1, 5, "old");
		readAll(5);
		add(KEY, 6, 8, "old");
		redis().commands().xdel(KEY, "5-0");
		redis().commands().xgroupDestroy(KEY, GROUP);
		answer(one().prepare());
		assertThat(ids(taken(one().takeNew(100)))).containsExactly("6-0", "7-0", "8-0");
	}

	@Test
	void takesNothingUpAgainThatAnOperatorHasAcknowledged() {
		send(3);
		OpenBatch batch = taken(one().takeNew(10));
		settle(one(), batch, RETRY);
		redis().commands().xack(KEY, GROUP, batch.messages.get(1).id());
		ReadResult result = answer(one().takeDue(10));
		assertThat(result.gone()).as("it is done, and not lost").isZero();
		assertThat(ids(taken(CompletableFuture.completedStage(result)))).containsExactly(batch.messages.get(0).id(),
				batch.messages.get(2).id());
		assertThat(due()).isZero();
	}

	@Test
	void takesUpAgainWhatAGroupThatWasLostHasForgotten() {
		send(3);
		OpenBatch batch = taken(one().takeNew(10));
		settle(one(), batch, RETRY);
		answer(one().look(Look.Kind.AGAIN));
		redis().commands().xgroupDestroy(KEY, GROUP);
		assertThat(answer(one().prepare())).isTrue();
		assertThat(taken(one().takeDue(10)).size()).isEqualTo(3);
	}

	private void foreign(int messages) {
		redis().commands()
			.xreadgroup(Consumer.from(GROUP, "foreign"), XReadArgs.Builder.count(messages),
					XReadArgs.StreamOffset.lastConsumed(KEY));
	}

	@Test
	void leavesAConsumerOfSomebodyElseAlone() {
		send(10);
		foreign(4);
		assertThat(missing(one())).isEmpty();
		Look look = answer(one().look(Look.Kind.ALL)).orElseThrow();
		assertThat(look.holders()).extracting(Look.Holder::worker).doesNotContain("foreign");
		assertThat(answer(one().backlog()).inFlight()).isZero();
		assertThat(redis().commands().xpending(KEY, GROUP).getConsumerMessageCount()).containsEntry("foreign", 4L);
	}

	@ParameterizedTest
	@EnumSource(names = "STRICT")
	void keepsOrderWithoutWaitingForAConsumerOfSomebodyElse(Ordering strict) throws InterruptedException {
		this.ordering = strict;
		Ledger ledger = worker("strict");
		send(10);
		foreign(4);
		OpenBatch batch = taken(ledger.takeNew(2));
		assertThat(batch.size()).isEqualTo(2);
		assertThat(answer(ledger.takeNew(2)).size()).as("its own it does wait for").isZero();
	}

	@Test
	void tellsHowMuchAGroupHasReadThatIsMadeAnew() {
		add(KEY, 1, 5, "old");
		readAll(5);
		add(KEY, 6, 8, "old");
		redis().commands().xgroupDestroy(KEY, GROUP);
		answer(one().prepare());
		assertThat(redis().commands().xinfoGroups(KEY).toString()).contains("lag, 3");
	}

	@Test
	void startsWhereItIsToldToWhereThereNeverWasAGroup() throws InterruptedException {
		add("fresh", 1, 2, "any");
		redis().commands().xgroupCreate(XReadArgs.StreamOffset.from("fresh", "0"), "another", new XGroupCreateArgs());
		add(KEY, 1, 1, "first");
		assertThat(taken(worker("three").takeNew(10)).size()).isEqualTo(1);
	}

}
