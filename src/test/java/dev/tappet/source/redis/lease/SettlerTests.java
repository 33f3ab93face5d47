package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.LeaseLostException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettlerTests {

	private static final Verdict RETRY = new Verdict.RetryAfter(Duration.ofSeconds(1));

	private static final Verdict BURY = new Verdict.Bury("no", 5);

	private final RuntimeException noAnswer = new RedisConnectionException("gone");

	private final RuntimeException refused = new RedisCommandExecutionException("OOM no memory");

	private final HandAnsweredLedger ledger = new HandAnsweredLedger();

	private final Heard heard = new Heard();

	private final AtomicInteger changes = new AtomicInteger();

	private final Settler settler = new Settler(this.ledger, this.heard, false, this.changes::incrementAndGet);

	private OpenBatch open(Settler settler, int size) {
		OpenBatch batch = Batches.fresh(this.ledger.token, size);
		settler.opened(batch);
		return batch;
	}

	private OpenBatch open(int size) {
		return open(this.settler, size);
	}

	@Test
	void hasOneStepUnderWayAndGathersTheRestMeanwhile() {
		OpenBatch batch = open(10);
		this.settler.settle(batch, 0, Verdict.COMPLETE);
		this.settler.settle(batch, 1, Verdict.COMPLETE);
		this.settler.settle(batch, 2, Verdict.COMPLETE);
		assertThat(this.ledger.steps).hasSize(1);
		this.ledger.step(0).confirm();
		assertThat(this.ledger.steps).hasSize(2);
		assertThat(this.ledger.step(1).positions()).containsExactly(1, 2);
		this.ledger.step(1).confirm();
		assertThat(this.ledger.steps).hasSize(2);
		assertThat(this.heard.completed).isEqualTo(3);
		assertThat(this.settler.unsettled()).isEqualTo(7);
		assertThat(this.settler.idle()).isTrue();
	}

	@Test
	void knowsABatchUntilTheLastOfItIsConfirmed() {
		OpenBatch batch = open(3);
		OpenBatch other = open(2);
		for (int i = 0; i < 3; i++) {
			assertThat(this.settler.open()).containsExactlyInAnyOrder(batch, other);
			this.settler.settle(batch, i, Verdict.COMPLETE);
			this.ledger.step(i).confirm();
		}
		assertThat(this.settler.open()).containsExactly(other);
		assertThat(this.settler.unsettled()).isEqualTo(2);
	}

	@Test
	void saysThatADeadLetterIsRepeatedWhoseReplyWasLost() {
		OpenBatch batch = open(3);
		this.settler.settle(batch, 0, BURY);
		this.settler.settle(batch, 1, BURY);
		assertThat(this.ledger.step(0).repeated()).containsExactly(false);
		this.ledger.step(0).fail(0, this.noAnswer);
		assertThat(this.settler.failure()).isSameAs(this.noAnswer);
		assertThat(this.settler.idle()).isFalse();
		assertThat(this.heard.deadLettered).isZero();
		assertThat(this.ledger.steps).hasSize(1);
		this.settler.retry();
		assertThat(this.ledger.step(1).positions()).containsExactly(0, 1);
		assertThat(this.ledger.step(1).repeated()).containsExactly(true, false);
		this.ledger.step(1).confirm();
		assertThat(this.heard.deadLettered).isEqualTo(2);
		assertThat(this.settler.unsettled()).isEqualTo(1);
	}

	@Test
	void countsWhatWasConfirmedOnceThoughItsStepFailed() {
		OpenBatch batch = open(4);
		this.settler.settle(batch, 0, Verdict.COMPLETE);
		this.settler.settle(batch, 1, Verdict.COMPLETE);
		this.settler.settle(batch, 2, Verdict.COMPLETE);
		this.ledger.step(0).confirm();
		this.ledger.step(1).fail(1, this.noAnswer);
		assertThat(this.heard.completed).isEqualTo(2);
		this.settler.retry();
		assertThat(this.ledger.step(2).positions()).containsExactly(2);
		this.ledger.step(2).confirm();
		assertThat(this.heard.completed).isEqualTo(3);
		assertThat(this.settler.unsettled()).isEqualTo(1);
	}

	@Test
	void setsAsideADeadLetterThatCannotBeWrittenAndCompletesTheRest() {
		OpenBatch batch = open(3);
		this.settler.settle(batch, 0, BURY);
		this.ledger.step(0).fail(0, this.refused);
		assertThat(this.changes).hasValue(1);
		assertThat(this.settler.refusal()).isSameAs(this.refused);
		assertThat(this.settler.failure()).isNull();
		this.settler.settle(batch, 1, Verdict.COMPLETE);
		assertThat(this.ledger.step(1).positions()).containsExactly(1);
		this.ledger.step(1).confirm();
		assertThat(this.settler.idle()).isFalse();
		assertThat(this.settler.unsettled()).isEqualTo(2);
		this.settler.retryRefused();
		assertThat(this.ledger.step(2).positions()).containsExactly(0);
		assertThat(this.ledger.step(2).repeated()).containsExactly(true);
		this.ledger.step(2).confirm();
		assertThat(this.settler.refusal()).isNull();
		assertThat(this.changes).hasValue(2);
		assertThat(this.heard.deadLettered).isEqualTo(1);
	}

	@Test
	void treatsALedgerThatThrowsAsOneThatDoesNotAnswer() {
		Settler thrown = new Settler(new HandAnsweredLedger() {

			@Override
			public CompletionStage<?> settle(List<Settlement> settlements) {
				throw SettlerTests.this.noAnswer;
			}

		}, this.heard, false, this.changes::incrementAndGet);
		thrown.settle(open(thrown, 1), 0, Verdict.COMPLETE);
		assertThat(thrown.failure()).isSameAs(this.noAnswer);
		assertThat(this.changes).hasValue(1);
	}

	@Test
	void forgetsWhatItHeldUnderALostLeaseAndSettlesWhatItTookSince() {
		OpenBatch lost = open(5);
		this.settler.settle(lost, 0, Verdict.COMPLETE);
		this.settler.settle(lost, 1, RETRY);
		this.ledger.step(0).fail(1, new LeaseLostException("key"));
		this.ledger.renewToken();
		OpenBatch since = open(3);
		assertThat(this.settler.unsettled()).isEqualTo(7);
		this.settler.forgetLost();
		this.settler.retry();
		assertThat(this.settler.unsettled()).isEqualTo(3);
		assertThat(this.settler.open()).containsExactly(since);
		assertThat(this.ledger.steps).hasSize(1);
		this.settler.settle(lost, 2, Verdict.COMPLETE);
		assertThat(this.ledger.steps).as("nothing is sent for a message that is lost").hasSize(1);
		this.settler.settle(since, 0, Verdict.COMPLETE);
		assertThat(this.ledger.step(1).positions()).containsExactly(0);
		assertThat(this.heard.retried).isZero();
	}

	@Test
	void signalsWhatMayBeDueSoon() {
		OpenBatch batch = open(3);
		this.settler.settle(batch, 0, Verdict.COMPLETE);
		this.ledger.step(0).confirm();
		this.settler.settle(batch, 1, Verdict.RELEASE);
		this.ledger.step(1).confirm();
		assertThat(this.changes).hasValue(0);
		this.settler.settle(batch, 2, RETRY);
		this.ledger.step(2).confirm();
		assertThat(this.changes).hasValue(1);
		assertThat(this.heard.retried).isEqualTo(1);
	}

	@Test
	void signalsEachStepWhereTheNextMessageWaitsForIt() {
		Settler strict = new Settler(this.ledger, this.heard, true, this.changes::incrementAndGet);
		strict.settle(open(strict, 1), 0, Verdict.COMPLETE);
		this.ledger.step(0).confirm();
		assertThat(this.changes).hasValue(1);
	}

	@Test
	void completesAtOnceWhatTheServerDoesNotKeep() {
		this.ledger.keeps = false;
		Settler popped = new Settler(this.ledger, this.heard, true, this.changes::incrementAndGet);
		OpenBatch batch = open(popped, 3);
		assertThat(popped.open()).isEmpty();
		popped.settle(batch, 0, Verdict.COMPLETE);
		assertThat(this.ledger.steps).isEmpty();
		assertThat(this.heard.completed).isEqualTo(1);
		assertThat(this.changes).hasValue(1);
		popped.settle(batch, 1, RETRY);
		this.ledger.step(0).confirm();
		assertThat(popped.unsettled()).isEqualTo(1);
	}

	@Test
	void isStuckWhileAStepGoesWithoutAnAnswer() {
		assertThat(this.settler.stuckSince(System.nanoTime())).isFalse();
		OpenBatch batch = open(1);
		long before = System.nanoTime();
		this.settler.settle(batch, 0, Verdict.COMPLETE);
		assertThat(this.settler.stuckSince(before)).isFalse();
		assertThat(this.settler.stuckSince(System.nanoTime() + 1)).isTrue();
		this.ledger.step(0).confirm();
		assertThat(this.settler.stuckSince(System.nanoTime() + 1)).isFalse();
	}

}
