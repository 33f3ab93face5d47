package dev.tappet.source.redis.lease;

import dev.tappet.source.Verdict;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the server keeps in mind of messages whose worker died. A message has five
 * attempts.
 */
abstract class SuspectConformance extends LedgerFixture {

	private static final int MOST_ATTEMPTS = 5;

	/** Whoever holds it dies, and it is taken again. */
	final OpenBatch afterDeath() {
		takeOver(other());
		return taken(other().takeDue(10));
	}

	private OpenBatch onAttempt(int attempt) {
		OpenBatch batch = taken(one().takeNew(10));
		for (int i = 1; i < attempt; i++) {
			settle(one(), batch, RETRY);
			batch = taken(one().takeDue(10));
		}
		return batch;
	}

	@Test
	void suspectsWhatWasInHandsAndNotWhatWaited() {
		send(2);
		OpenBatch batch = taken(one().takeNew(10));
		settle(one(), settlement(batch, 0, RETRY));
		OpenBatch again = afterDeath();
		assertThat(again.size()).isEqualTo(2);
		int waited = again.messages.get(0).id().equals(batch.messages.get(0).id()) ? 0 : 1;
		assertThat(again.isSuspect(waited)).isFalse();
		assertThat(again.isSuspect(1 - waited)).isTrue();
		assertThat(again.isAlone(1 - waited)).as("it has attempts left").isFalse();
	}

	@Test
	void hasASuspectRunAloneOnItsLastAttempt() {
		send(1);
		onAttempt(MOST_ATTEMPTS - 1);
		OpenBatch last = afterDeath();
		assertThat(last.attempt(0)).isEqualTo(MOST_ATTEMPTS);
		assertThat(last.isAlone(0)).isTrue();
	}

	@Test
	void hasOneRunAloneThatDiedInCompanyOnItsLastAttempt() {
		send(1);
		assertThat(onAttempt(MOST_ATTEMPTS).isAlone(0)).as("nobody has died").isFalse();
		OpenBatch last = afterDeath();
		assertThat(last.attempt(0)).isEqualTo(MOST_ATTEMPTS);
		assertThat(last.isAlone(0)).isTrue();
	}

	@Test
	void keepsASuspectInMindThroughItsRetries() {
		send(1);
		onAttempt(1);
		OpenBatch batch = afterDeath();
		for (int attempt = 2; attempt < MOST_ATTEMPTS; attempt++) {
			assertThat(batch.attempt(0)).isEqualTo(attempt);
			settle(other(), batch, RETRY);
			batch = taken(other().takeDue(10));
			assertThat(batch.isSuspect(0)).isTrue();
		}
		assertThat(batch.isAlone(0)).isTrue();
	}

	@Test
	void countsTheAttemptsAsUsedUpOfWhatDiedAlone() {
		send(1);
		onAttempt(MOST_ATTEMPTS);
		OpenBatch alone = afterDeath();
		answer(other().beginAlone(alone, 0));
		redis().commands().del(other().names().lease("other"));
		Missing dead = missing(one()).getFirst();
		answer(one().takeOver(dead));
		OpenBatch batch = taken(one().takeDue(10));
		assertThat(batch.attempt(0)).isEqualTo(MOST_ATTEMPTS + 1);
	}

	@Test
	void countsThemAsUsedUpUntilItIsSettled() throws InterruptedException {
		send(1);
		onAttempt(MOST_ATTEMPTS);
		answer(other().beginAlone(afterDeath(), 0));
		redis().commands().del(other().names().lease("other"));
		Ledger third = worker("third");
		answer(third.takeOver(missing(third).getFirst()));
		OpenBatch batch = taken(third.takeDue(10));
		// Whoever has taken it to bury it may die as well before it has.
		assertThat(redis().commands().hkeys(third.names().alone())).hasSize(1);
		settle(third, batch, Verdict.COMPLETE);
		Awaitility.await().untilAsserted(this::assertNothingButBars);
	}

	@Test
	void hasOneRunAloneAgainThatWasHandedBack() {
		send(1);
		onAttempt(MOST_ATTEMPTS);
		OpenBatch alone = afterDeath();
		answer(other().beginAlone(alone, 0));
		settle(other(), alone, Verdict.RELEASE);
		OpenBatch again = taken(other().takeDue(10));
		assertThat(again.attempt(0)).isEqualTo(MOST_ATTEMPTS);
		assertThat(again.isAlone(0)).isTrue();
	}

	@Test
	void remembersNothingOnceItIsDone() {
		send(1);
		onAttempt(MOST_ATTEMPTS);
		OpenBatch alone = afterDeath();
		answer(other().beginAlone(alone, 0));
		settle(other(), alone, Verdict.COMPLETE);
		Awaitility.await().untilAsserted(this::assertNothingButBars);
	}

	private void assertNothingButBars() {
		assertThat(redis().keys("tappet:*")).allMatch((key) -> key.matches(".*:(lease:.*|workers|looked|position)"));
	}

}
