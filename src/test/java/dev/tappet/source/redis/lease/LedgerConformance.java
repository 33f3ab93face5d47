package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.tappet.source.Verdict;
import dev.tappet.source.Held;
import dev.tappet.source.Workers;
import dev.tappet.source.Workers.Life;
import dev.tappet.source.redis.connection.LeaseLostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The rules of the scripts, one by one, on a real server: two workers on one key, and no
 * poller that could make up for a mistake.
 */
@Timeout(10)
abstract class LedgerConformance extends LedgerFixture {

	static Stream<Arguments> verdictsAndAttempts() {
		return Stream.of(Verdict.COMPLETE, Verdict.RELEASE, RETRY, BURY)
			.flatMap((verdict) -> Stream.of(Arguments.of(verdict, 1), Arguments.of(verdict, 2)));
	}

	/** A worker that was frozen wakes after it was declared dead. */
	@ParameterizedTest
	@MethodSource("verdictsAndAttempts")
	void changesNothingForAWorkerThatLostItsLease(Verdict verdict, int attempt) {
		send(5);
		OpenBatch batch = taken(this.one.takeNew(10));
		if (attempt == 2) {
			settle(this.one, batch, RETRY);
			batch = taken(this.one.takeDue(10));
		}
		assertThat(takeOver(this.other)).isEqualTo(5);
		OpenBatch theirs = taken(this.other.takeDue(3));
		List<Settlement> late = all(batch, verdict);
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> answer(this.one.settle(late)));
		assertThat(late).noneMatch(Settlement::isConfirmed);
		assertThat(deadLetters()).isZero();
		assertTaken(this.other.takeDue(10), 2, attempt + 1);
		settle(this.other, theirs, RETRY);
		assertTaken(this.other.takeDue(10), 3, attempt + 2);
	}

	@Test
	void changesNothingOfAPartForAWorkerThatLostItsLease() {
		send(5);
		OpenBatch batch = taken(this.one.takeNew(10));
		takeOver(this.other);
		List<Settlement> late = all(batch, Verdict.COMPLETE).subList(1, 3);
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> answer(this.one.settle(late)));
		assertThat(late).noneMatch(Settlement::isConfirmed);
		assertTaken(this.other.takeDue(10), 5, 2);
	}

	@ParameterizedTest
	@MethodSource("verdictsAndAttempts")
	void carriesOutTheVerdictsOfAWorkerWhoseLeaseHasOnlyRunOut(Verdict verdict, int attempt) {
		send(5);
		answer(this.one.pulse(true));
		this.redis.commands().del(this.one.names().lease("one"));
		OpenBatch batch = taken(this.one.takeNew(10));
		if (attempt == 2) {
			settle(this.one, batch, RETRY);
			batch = taken(this.one.takeDue(10));
		}
		settle(this.one, batch, verdict);
	}

	@Test
	void makesDueAllThatADeadWorkerHeldHoweverMuch() throws InterruptedException {
		send(250);
		assertThat(taken(this.one.takeNew(200)).size()).isEqualTo(200);
		settle(this.one, taken(this.one.takeNew(200)), RETRY);
		assertThat(taken(this.one.takeDue(20)).size()).isEqualTo(20);
		assertThat(takeOver(this.other)).isEqualTo(220);
		Set<String> ids = new HashSet<>();
		for (ReadResult result = answer(this.other.takeDue(1000)); result
			.size() > 0; result = answer(this.other.takeDue(1000))) {
			taken(CompletableFuture.completedStage(result)).messages.forEach((message) -> ids.add(message.id()));
		}
		assertThat(ids).hasSize(250);
		assertThat(missing(this.other)).isEmpty();
	}

	@Test
	void leavesALiveWorkerWhatItHolds() {
		send(5);
		answer(this.one.pulse(false));
		OpenBatch batch = taken(this.one.takeNew(10));
		assertThat(missing(this.other)).isEmpty();
		String worker = owner(this.one);
		assertThat(answer(this.other.takeOver(Missing.silent(worker)))).isEqualTo(new Ledger.Page(0, false));
		assertThat(due()).isZero();
		settle(this.one, batch, Verdict.COMPLETE);
	}

	/** How a ledger calls the worker of another. */
	abstract String owner(Ledger ledger);

	@Test
	void refusesTheLeaseOfAWorkerThatWasDeclaredDeadUntilItTakesANewToken() {
		send(5);
		answer(this.one.pulse(true));
		answer(this.one.takeNew(10));
		String lease = this.one.names().lease("one");
		this.redis.commands().del(lease);
		takeOver(this.other);
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> answer(this.one.pulse(true)));
		this.one.renewToken();
		answer(this.one.pulse(true));
		assertThat(this.redis.commands().get(lease)).isEqualTo(this.one.token());
		assertThat(this.redis.commands().pttl(lease)).isBetween(1L, Ledger.LEASE.toMillis());
	}

	@Test
	void tellsWithThePulseHowLongUntilTheNextIsDue() {
		send(2);
		assertThat(answer(this.one.pulse(false)).dueIn()).isEqualTo(-1);
		OpenBatch batch = taken(this.one.takeNew(10));
		settle(this.one, settlement(batch, 0, new Verdict.RetryAfter(Duration.ofSeconds(100))),
				settlement(batch, 1, new Verdict.RetryAfter(Duration.ofSeconds(50))));
		assertThat(answer(this.one.pulse(true)).dueIn()).isBetween(45_000L, 50_000L);
		assertNothing(this.one.takeDue(10));
	}

	@Test
	void takesNoMoreThanWasAskedFor() {
		send(30);
		OpenBatch batch = taken(this.one.takeNew(7));
		assertThat(batch.size()).isEqualTo(7);
		settle(this.one, batch, RETRY);
		assertTaken(this.one.takeDue(3), 3, 2);
		assertTaken(this.other.takeDue(10), 4, 2);
		assertThat(taken(this.other.takeNew(100)).size()).isEqualTo(23);
	}

	@Test
	void doesNotCountAnAttemptThatWasReleased() {
		send(3);
		settle(this.one, taken(this.one.takeNew(10)), Verdict.RELEASE);
		OpenBatch again = taken(this.other.takeDue(10));
		assertThat(again.size()).isEqualTo(3);
		assertThat(again.attempt(2)).isEqualTo(1);
		settle(this.other, again, RETRY);
		settle(this.one, taken(this.one.takeDue(10)), Verdict.RELEASE);
		assertTaken(this.one.takeDue(10), 3, 2);
	}

	@ParameterizedTest
	@MethodSource("attempts")
	void writesADeadLetterOnceWhoseReplyWasLost(int attempt) {
		send(4);
		OpenBatch batch = onAttempt(attempt);
		settle(this.one, settlement(batch, 2, BURY));
		// What its neighbours' verdicts have changed meanwhile makes no difference.
		settle(this.one, settlement(batch, 0, Verdict.COMPLETE), settlement(batch, 1, RETRY));
		settle(this.one, repeated(batch, 2, BURY));
		assertThat(deadLetters()).isEqualTo(1);
		settle(this.one, settlement(batch, 3, Verdict.COMPLETE));
		settle(this.one, repeated(batch, 2, BURY));
		assertThat(deadLetters()).isEqualTo(1);
	}

	static Stream<Integer> attempts() {
		return Stream.of(1, 2);
	}

	private OpenBatch onAttempt(int attempt) {
		OpenBatch batch = taken(this.one.takeNew(10));
		if (attempt == 1) {
			return batch;
		}
		settle(this.one, batch, RETRY);
		return taken(this.one.takeDue(10));
	}

	@ParameterizedTest
	@MethodSource("attempts")
	void writesADeadLetterThatIsRepeatedButNeverCame(int attempt) {
		send(4);
		OpenBatch batch = onAttempt(attempt);
		settle(this.one, repeated(batch, 1, BURY));
		assertThat(deadLetters()).isEqualTo(1);
	}

	@ParameterizedTest
	@MethodSource("attempts")
	void putsAMessageOffOnceWhoseReplyWasLost(int attempt) {
		send(4);
		OpenBatch batch = onAttempt(attempt);
		settle(this.one, settlement(batch, 1, RETRY));
		assertTaken(this.other.takeDue(10), 1, attempt + 1);
		settle(this.one, repeated(batch, 1, RETRY));
		assertThat(due()).isZero();
		assertNothing(this.other.takeDue(10));
	}

	@ParameterizedTest
	@MethodSource("attempts")
	void putsAMessageOffThatIsRepeatedButNeverCame(int attempt) {
		send(4);
		OpenBatch batch = onAttempt(attempt);
		settle(this.one, repeated(batch, 1, RETRY), repeated(batch, 3, Verdict.RELEASE));
		assertThat(due()).isEqualTo(2);
	}

	@Test
	void makesDueWhatItsWorkerDoesNotKnowThatItHolds() {
		send(40);
		OpenBatch first = taken(this.one.takeNew(10));
		answer(this.one.takeNew(10));
		settle(this.one, taken(this.one.takeNew(10)), RETRY);
		OpenBatch again = taken(this.one.takeDue(4));
		answer(this.one.takeDue(3));
		assertThat(due()).isEqualTo(3);
		assertThat(answer(this.one.reclaim(() -> List.of(first, again)))).isEqualTo(new Ledger.Page(13, false));
		assertThat(due()).isEqualTo(16);
		assertThat(answer(this.one.reclaim(() -> List.of(first, again))).messages()).isZero();
	}

	@Test
	void leavesNothingBehindOnceAllIsDone() {
		send(6);
		OpenBatch batch = taken(this.one.takeNew(10));
		settle(this.one, settlement(batch, 4, Verdict.COMPLETE), settlement(batch, 1, RETRY));
		assertThat(answer(this.one.backlog()).inFlight()).isEqualTo(5);
		settle(this.one, settlement(batch, 0, Verdict.COMPLETE), settlement(batch, 2, Verdict.COMPLETE),
				settlement(batch, 3, BURY), settlement(batch, 5, Verdict.COMPLETE));
		settle(this.one, taken(this.one.takeDue(10)), Verdict.COMPLETE);
		assertThat(answer(this.one.backlog()).inFlight()).isZero();
		answer(this.one.leave());
		answer(this.other.leave());
		assertThat(this.redis.keys("tappet:*")).isEmpty();
		assertThat(deadLetters()).isEqualTo(1);
	}

	@Test
	void tellsWhoHoldsHowMuchAndWhoseSignsOfLifeAreGone() {
		send(6);
		OpenBatch batch = taken(this.one.takeNew(4));
		answer(this.other.takeNew(1));
		assertShown(worker("one", 4, Life.ALIVE), worker("other", 1, Life.ALIVE));
		settle(this.one, settlement(batch, 0, RETRY), settlement(batch, 1, RETRY),
				settlement(batch, 2, Verdict.COMPLETE));
		assertTaken(this.one.takeDue(10), 2, 2);
		assertShown(worker("one", 3, Life.ALIVE), worker("other", 1, Life.ALIVE));
		loseLease();
		assertShown(worker("one", 3, Life.GONE), worker("other", 1, Life.ALIVE));
		String now = this.redis.commands().time().getFirst() + "000";
		this.redis.commands().hset(Register.KEY, "one", "token " + now + " " + now + " ");
		loseLease();
		assertShown(worker("one", 3, Life.ALIVE), worker("other", 1, Life.ALIVE));
	}

	@Test
	void tellsOfNoMoreThanAHundredWorkersHoweverManyThereAre() {
		send(2);
		answer(this.one.takeNew(1));
		Map<String, String> many = new HashMap<>();
		IntStream.range(0, 2000).forEach((i) -> many.put("gone-" + i, ""));
		this.redis.commands().hset(this.one.names().workers(), many);
		Workers workers = workers(this.other);
		assertThat(workers.shown()).hasSize(100).startsWith(worker("one", 1, Life.ALIVE));
		assertThat(workers.more()).isEqualTo(1902);
	}

	private static Workers workers(Ledger ledger) {
		return Objects.requireNonNull(ledger.workers().toCompletableFuture().join());
	}

	static Workers.Worker worker(String instance, long held, Life life) {
		return new Workers.Worker(instance, new Held.Messages(held), life);
	}

	/** What each of the workers tells of all. */
	final void assertShown(Workers.Worker... workers) {
		Workers all = new Workers(List.of(workers), 0);
		assertThat(workers(this.one)).isEqualTo(all);
		assertThat(workers(this.other)).isEqualTo(all);
	}

}
