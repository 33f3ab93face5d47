package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.LeaseLostException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettlementPlanTests {

	private static final String TOKEN = "token";

	private final RuntimeException noAnswer = new RedisConnectionException("gone");

	private final RuntimeException refused = new RedisCommandExecutionException("OOM no memory");

	private final SettlementPlan plan = new SettlementPlan();

	private final OpenBatch batch = Batches.fresh(TOKEN, 20_000);

	private Settlement add(int position) {
		return add(this.batch, position);
	}

	private Settlement add(OpenBatch batch, int position) {
		Settlement settlement = new Settlement(batch, position, Verdict.COMPLETE);
		this.plan.add(settlement);
		return settlement;
	}

	private static List<Integer> positions(List<Settlement> step) {
		return step.stream().map((settlement) -> settlement.position).toList();
	}

	private static void confirm(List<Settlement> step) {
		step.forEach(Settlement::confirm);
	}

	@Test
	void hasNoWorkAndNothingUnsettledAtFirst() {
		assertThat(this.plan.isWork()).isFalse();
		assertThat(this.plan.isEmpty()).isTrue();
		assertThat(this.plan.next(TOKEN)).isEmpty();
	}

	@Test
	void sendsInOneStepWhatWasDecidedMeanwhileUpToABound() {
		IntStream.range(0, SettlementPlan.MOST_PER_STEP * 2 + 3).forEach(this::add);
		assertThat(positions(this.plan.next(TOKEN))).hasSize(SettlementPlan.MOST_PER_STEP).startsWith(0, 1, 2);
		assertThat(this.plan.isWork()).isTrue();
		assertThat(positions(this.plan.next(TOKEN))).hasSize(SettlementPlan.MOST_PER_STEP).startsWith(5000);
		assertThat(positions(this.plan.next(TOKEN))).containsExactly(10_000, 10_001, 10_002);
		assertThat(this.plan.isWork()).isFalse();
	}

	@Test
	void repeatsFirstWhatHadNoAnswerAndSaysSo() {
		add(0);
		add(1);
		add(2);
		List<Settlement> step = this.plan.next(TOKEN);
		assertThat(step).noneMatch((settlement) -> settlement.repeated);
		step.get(1).confirm();
		add(3);
		assertThat(this.plan.ended(step, new CompletionException(this.noAnswer))).isTrue();
		assertThat(this.plan.failure()).isSameAs(this.noAnswer);
		assertThat(this.plan.refusal()).isNull();
		List<Settlement> again = this.plan.next(TOKEN);
		assertThat(positions(again)).containsExactly(0, 2, 3);
		assertThat(again).extracting((settlement) -> settlement.repeated).containsExactly(true, true, false);
	}

	@Test
	void makesRoomForWhatIsRepeatedWithinTheBound() {
		IntStream.range(0, SettlementPlan.MOST_PER_STEP).forEach(this::add);
		List<Settlement> step = this.plan.next(TOKEN);
		step.subList(0, 4000).forEach(Settlement::confirm);
		IntStream.range(6000, 12_000).forEach(this::add);
		this.plan.ended(step, this.noAnswer);
		List<Integer> again = positions(this.plan.next(TOKEN));
		assertThat(again).hasSize(SettlementPlan.MOST_PER_STEP);
		assertThat(again.subList(0, 1000)).isEqualTo(IntStream.range(4000, 5000).boxed().toList());
		assertThat(again.subList(1000, 5000)).isEqualTo(IntStream.range(6000, 10_000).boxed().toList());
	}

	@Test
	void makesNoStepBeforeAFailureWasTakenNoteOf() {
		add(0);
		this.plan.ended(this.plan.next(TOKEN), this.noAnswer);
		add(1);
		assertThat(this.plan.isWork()).isFalse();
		assertThat(this.plan.isEmpty()).isFalse();
		this.plan.retry();
		assertThat(this.plan.failure()).isNull();
		assertThat(this.plan.isWork()).isTrue();
	}

	@Test
	void setsAsideWhatIsRefusedAndGoesOnWithTheRest() {
		add(0);
		add(1);
		List<Settlement> step = this.plan.next(TOKEN);
		step.get(0).confirm();
		assertThat(this.plan.ended(step, new CompletionException(this.refused))).isTrue();
		assertThat(this.plan.refusal()).isSameAs(this.refused);
		assertThat(this.plan.failure()).isNull();
		assertThat(this.plan.isWork()).isFalse();
		assertThat(this.plan.isEmpty()).isFalse();
		add(2);
		assertThat(positions(this.plan.next(TOKEN))).containsExactly(2);
	}

	@Test
	void setsNothingAsideThatWentToAServerThatHasNotGotTheKey() {
		Settlement settlement = add(0);
		List<Settlement> step = this.plan.next(TOKEN);
		assertThat(this.plan.ended(step, new RedisCommandExecutionException("MOVED 1 10.0.0.2:6379"))).isTrue();
		assertThat(this.plan.refusal()).isNull();
		assertThat(this.plan.failure()).hasMessageStartingWith("MOVED");
		this.plan.retry();
		assertThat(this.plan.next(TOKEN)).containsExactly(settlement);
	}

	@Test
	void triesWhatIsSetAsideOnlyWhenToldTo() {
		add(0);
		this.plan.ended(this.plan.next(TOKEN), this.refused);
		add(1);
		this.plan.retryRefused();
		List<Settlement> step = this.plan.next(TOKEN);
		assertThat(positions(step)).containsExactly(0, 1);
		assertThat(step).extracting((settlement) -> settlement.repeated).containsExactly(true, false);
		confirm(step);
		assertThat(this.plan.ended(step, null)).as("no refusal any more").isTrue();
		assertThat(this.plan.refusal()).isNull();
		assertThat(this.plan.isEmpty()).isTrue();
		assertThat(this.plan.ended(List.of(), null)).isFalse();
	}

	@Test
	void triesWhatIsSetAsideInStepsWithinTheBound() {
		IntStream.range(0, 12_000).forEach(this::add);
		for (int i = 0; i < 3; i++) {
			this.plan.ended(this.plan.next(TOKEN), this.refused);
		}
		this.plan.retryRefused();
		add(12_000);
		assertThat(positions(this.plan.next(TOKEN))).hasSize(SettlementPlan.MOST_PER_STEP).startsWith(0, 1);
		List<Settlement> second = this.plan.next(TOKEN);
		assertThat(positions(second)).hasSize(SettlementPlan.MOST_PER_STEP).startsWith(5000);
		this.plan.ended(second, this.refused);
		assertThat(this.plan.isWork()).isTrue();
		assertThat(this.plan.isEmpty()).isFalse();
		assertThat(positions(this.plan.next(TOKEN))).hasSize(2001).startsWith(10_000).endsWith(11_999, 12_000);
		assertThat(this.plan.isWork()).as("what was refused again waits").isFalse();
		this.plan.retryRefused();
		assertThat(positions(this.plan.next(TOKEN))).hasSize(SettlementPlan.MOST_PER_STEP).startsWith(5000);
	}

	@Test
	void sendsInTheNextStepWhatOneHasLeft() {
		IntStream.range(0, 3).forEach(this::add);
		List<Settlement> step = this.plan.next(TOKEN);
		step.get(1).confirm();
		add(3);
		assertThat(this.plan.ended(step, null)).isFalse();
		assertThat(this.plan.isWork()).isTrue();
		List<Settlement> next = this.plan.next(TOKEN);
		assertThat(positions(next)).containsExactly(0, 2, 3);
		assertThat(next).noneMatch((settlement) -> settlement.repeated);
	}

	@Test
	void keepsARefusalWhileSomethingIsSetAside() {
		add(0);
		this.plan.ended(this.plan.next(TOKEN), this.refused);
		add(1);
		List<Settlement> step = this.plan.next(TOKEN);
		confirm(step);
		assertThat(this.plan.ended(step, null)).isFalse();
		assertThat(this.plan.refusal()).isSameAs(this.refused);
	}

	@Test
	void keepsWhatIsSetAsideThroughALostConnection() {
		add(0);
		this.plan.ended(this.plan.next(TOKEN), this.refused);
		add(1);
		this.plan.ended(this.plan.next(TOKEN), this.noAnswer);
		this.plan.retry();
		this.plan.retryRefused();
		List<Settlement> step = this.plan.next(TOKEN);
		assertThat(positions(step)).containsExactly(1, 0);
		assertThat(step).allMatch((settlement) -> settlement.repeated);
	}

	@Test
	void dropsWhatWasTakenUnderALostLease() {
		OpenBatch newer = Batches.fresh("newer", 10);
		add(0);
		this.plan.ended(this.plan.next(TOKEN), this.refused);
		add(1);
		List<Settlement> step = this.plan.next(TOKEN);
		add(2);
		add(newer, 7);
		this.plan.ended(step, new LeaseLostException("key"));
		assertThat(this.plan.failure()).isInstanceOf(LeaseLostException.class);
		this.plan.retry();
		this.plan.retryRefused();
		assertThat(this.plan.next("newer")).singleElement().satisfies((settlement) -> {
			assertThat(settlement.batch).isSameAs(newer);
			assertThat(settlement.position).isEqualTo(7);
		});
		assertThat(this.plan.ended(List.of(), null)).isTrue();
		assertThat(this.plan.isEmpty()).isTrue();
	}

	@Test
	void forgetsARefusalWhoseMessagesAreAllLost() {
		add(0);
		this.plan.ended(this.plan.next(TOKEN), this.refused);
		this.plan.retryRefused();
		assertThat(this.plan.next("newer")).isEmpty();
		assertThat(this.plan.refusal()).isNull();
		assertThat(this.plan.isWork()).isFalse();
		assertThat(this.plan.isEmpty()).isTrue();
	}

	@Test
	void countsOnlyWhatIsConfirmed() {
		List<Settlement> step = List.of(new Settlement(this.batch, 0, Verdict.COMPLETE),
				new Settlement(this.batch, 1, Verdict.COMPLETE), new Settlement(this.batch, 2, Verdict.COMPLETE),
				new Settlement(this.batch, 3, Verdict.COMPLETE),
				new Settlement(this.batch, 4, new Verdict.RetryAfter(Duration.ofSeconds(1))),
				new Settlement(this.batch, 5, new Verdict.RetryAfter(Duration.ofSeconds(1))),
				new Settlement(this.batch, 6, Verdict.RELEASE), new Settlement(this.batch, 7, Verdict.RELEASE),
				new Settlement(this.batch, 8, Verdict.RELEASE), new Settlement(this.batch, 9, Verdict.RELEASE),
				new Settlement(this.batch, 10, Verdict.RELEASE),
				new Settlement(this.batch, 11, new Verdict.Bury("no", 1)));
		assertThat(Tally.of(step)).isEqualTo(new Tally(0, 0, 0, 0));
		confirm(step.subList(1, 12));
		assertThat(Tally.of(step)).isEqualTo(new Tally(3, 2, 5, 1));
		assertThat(Tally.of(step).confirmed()).isEqualTo(11);
	}

}
