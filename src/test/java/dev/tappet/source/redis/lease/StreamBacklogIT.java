package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Backlog;
import dev.tappet.source.Verdict;
import dev.tappet.trigger.Ordering;
import io.lettuce.core.Consumer;
import io.lettuce.core.XReadArgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

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

}
