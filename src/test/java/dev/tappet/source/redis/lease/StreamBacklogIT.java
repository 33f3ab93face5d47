package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Backlog;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.Questions;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.trigger.Ordering;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is said to wait and to be unfinished, also where the server does not know.
 */
@Timeout(20)
class StreamBacklogIT extends LedgerFixture {

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
	void countsWhatWaitsWhereTheServerDoesNotKnow() {
		send(30);
		OpenBatch batch = taken(one().takeNew(10));
		assertThat(backlog()).isEqualTo(new Backlog(20, 10));
		String last = redis().commands().xadd(KEY, Map.of("number", "last"));
		redis().commands().xdel(KEY, last);
		assertThat(lagIsKnown()).isFalse();
		assertThat(backlog()).isEqualTo(new Backlog(20, 10));
		send(7);
		settle(one(), batch, Verdict.COMPLETE);
		answer(other().takeNew(4));
		assertThat(backlog()).isEqualTo(new Backlog(23, 4));
		redis().commands().xtrim(KEY, 2);
		assertThat(backlog()).isEqualTo(new Backlog(2, 4));
	}

	/**
	 * What has been read is not written to the append-only file, nor sent to replicas, so
	 * after a restart or a failover the server counts it as waiting, for good.
	 */
	@Test
	void knowsThatNothingWaitsWhateverTheServerCounts() {
		send(30);
		settle(one(), taken(one().takeNew(30)), Verdict.COMPLETE);
		forget(29);
		assertThat(group()).contains("lag, 29");
		assertThat(backlog()).isEqualTo(new Backlog(0, 0));
		send(1);
		assertThat(backlog().waiting()).isPositive();
	}

	@Test
	void tellsTheServerHowManyWereReadWhenNothingWaits() {
		send(30);
		settle(one(), taken(one().takeNew(30)), Verdict.COMPLETE);
		look();
		forget(29);
		send(2);
		assertThat(look().maybeNew()).isTrue();
		assertThat(group()).contains("entries-read, 1, lag, 31");
		redis().commands().xtrim(KEY, 20);
		assertThat(backlog().waiting()).isEqualTo(20);
		settle(one(), taken(one().takeNew(2)), Verdict.COMPLETE);
		look();
		assertThat(look().maybeNew()).isFalse();
		assertThat(group()).contains("entries-read, 32, lag, 0");
	}

	@Test
	void knowsThatNothingWaitsInAStreamFromWhichAllWasRemoved() {
		settle(one(), takenAfter(3), Verdict.COMPLETE);
		look();
		redis().commands().xdel(KEY, redis().commands().xadd(KEY, Map.of("number", "removed")));
		redis().commands().xtrim(KEY, 0);
		assertThat(backlog()).isEqualTo(new Backlog(0, 0));
		assertThat(look().maybeNew()).isFalse();
	}

	private Look look() {
		return answer(one().look(Look.Kind.AGAIN)).orElseThrow();
	}

	private OpenBatch takenAfter(int messages) {
		send(messages);
		return taken(one().takeNew(messages));
	}

	/** Has the server think that fewer were read. */
	private void forget(int fewer) {
		redis().commands().eval("""
				local group = redis.call('XINFO', 'GROUPS', KEYS[1])[1]
				local info = {}
				for i = 1, #group, 2 do info[group[i]] = group[i + 1] end
				redis.call('XGROUP', 'SETID', KEYS[1], ARGV[1], info['last-delivered-id'],
					'ENTRIESREAD', info['entries-read'] - ARGV[2])
				""", ScriptOutputType.STATUS, new String[] { KEY }, GROUP, "" + fewer);
	}

	private String group() {
		return redis().commands().xinfoGroups(KEY).toString();
	}

	private Backlog backlog() {
		return answer(one().backlog());
	}

	private boolean lagIsKnown() {
		List<?> group = (List<?>) redis().commands().xinfoGroups(KEY).getFirst();
		return group.get(group.indexOf("lag") + 1) != null;
	}

	@Test
	void countsALongBacklogOverSeveralQuestions() {
		List<CompletionStage<String>> sent = new ArrayList<>();
		for (int i = 0; i < 25_000; i++) {
			sent.add(redis().commands().getStatefulConnection().async().xadd(KEY, Map.of("number", "" + i)));
		}
		sent.forEach(LedgerFixture::answer);
		redis().commands().xdel(KEY, answer(sent.getLast()));
		answer(one().takeNew(1));
		assertThat(backlog().waiting()).isBetween(5000L, 20_000L);
		while (backlog().waiting() < 24_998) {
			assertThat(backlog().waiting()).isLessThan(24_999);
		}
		assertThat(backlog()).isEqualTo(new Backlog(24_998, 1));
	}

	@Test
	void doesNotCountWhatIsPendingForAConsumerThatIsNoWorker() {
		send(10);
		redis().commands()
			.xreadgroup(Consumer.from(GROUP, "foreign"), XReadArgs.Builder.count(3),
					XReadArgs.StreamOffset.lastConsumed(KEY));
		answer(one().takeNew(2));
		assertThat(backlog()).isEqualTo(new Backlog(5, 2));
		answer(other().takeNew(1));
		assertThat(backlog()).isEqualTo(new Backlog(4, 3));
	}

	@Test
	void tellsTheAgeOfTheOldestEntryThatWaitsOrIsUnfinished() {
		assertThat(age()).isEqualTo(Duration.ZERO);
		long now = System.currentTimeMillis();
		add(now - 600_000);
		add(now - 300_000);
		add(now - 60_000);
		assertThat(age()).isBetween(Duration.ofSeconds(600), Duration.ofSeconds(660));
		OpenBatch first = taken(one().takeNew(1));
		OpenBatch second = taken(other().takeNew(1));
		assertThat(age()).isBetween(Duration.ofSeconds(600), Duration.ofSeconds(660));
		settle(one(), first, Verdict.COMPLETE);
		assertThat(age()).isBetween(Duration.ofSeconds(300), Duration.ofSeconds(360));
		settle(other(), second, Verdict.COMPLETE);
		assertThat(age()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(120));
		settle(one(), taken(one().takeNew(1)), Verdict.COMPLETE);
		assertThat(age()).isEqualTo(Duration.ZERO);
	}

	@Test
	void doesNotTellTheAgeOfWhatAConsumerHasThatIsNoWorker() {
		add(System.currentTimeMillis() - 600_000);
		redis().commands()
			.xreadgroup(Consumer.from(GROUP, "foreign"), XReadArgs.Builder.count(1),
					XReadArgs.StreamOffset.lastConsumed(KEY));
		assertThat(age()).isEqualTo(Duration.ZERO);
	}

	@Test
	void failsForAKeyThatIsNoStreamAndForNoOther() throws InterruptedException {
		send(1);
		redis().commands().set("text", "none");
		Questions questions = questions();
		CompletionStage<Long> length = questions.streamLength(Script.bytes(KEY));
		CompletionStage<Long> wrong = questions.streamLength(Script.bytes("text"));
		CompletionStage<Long> again = questions.streamLength(Script.bytes(KEY));
		assertThat(answer(length)).isEqualTo(1);
		assertThat(answer(again)).isEqualTo(1);
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(() -> answer(wrong))
			.withMessageContaining("WRONGTYPE");
		CompletionStage<List<Object>> first = questions.stream(Script.bytes(KEY), Script.bytes("none"),
				Script.bytes(GROUP));
		CompletionStage<List<Object>> mistaken = questions.stream(Script.bytes("text"), Script.bytes("none"),
				Script.bytes(GROUP));
		CompletionStage<List<Object>> last = questions.stream(Script.bytes(KEY), Script.bytes("none"),
				Script.bytes(GROUP));
		assertThat(answer(first).getFirst()).isEqualTo(1L);
		assertThat(answer(last).getFirst()).isEqualTo(1L);
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(() -> answer(mistaken))
			.withMessageContaining("WRONGTYPE");
	}

	private void add(long millis) {
		redis().commands().xadd(KEY, new XAddArgs().id(millis + "-1"), Map.of("number", "1"));
	}

	private @Nullable Duration age() {
		return answer(one().backlogAge().thenApply(Optional::ofNullable)).orElse(null);
	}

}
