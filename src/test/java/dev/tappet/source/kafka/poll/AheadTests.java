package dev.tappet.source.kafka.poll;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AheadTests {

	private static final int CONCURRENCY = 16;

	private long asked = CONCURRENCY;

	private Ahead ahead(int least, int perDelivery) {
		Ahead ahead = new Ahead(least, perDelivery);
		ahead.confirmed(this.asked);
		return ahead;
	}

	private Ahead commits(Ahead ahead, int times, long endedMeanwhile) {
		for (int i = 0; i < times; i++) {
			this.asked += endedMeanwhile;
			ahead.confirmed(this.asked);
		}
		return ahead;
	}

	/** What may be in hands at once is asked for before anything has ended. */
	@Test
	void knowsNothingOfHandlersBeforeOneHasEnded() {
		assertThat(ahead(4, 1).records()).isEqualTo(4);
	}

	@Test
	void isWhatQuickHandlersEndWhileTwoCommitsAreUnderWay() {
		assertThat(commits(ahead(4, 1), 1, 301).records()).isEqualTo(600);
	}

	@Test
	void growsFromLittleUntilHandlersHaveEnough() {
		Ahead ahead = ahead(4, 1);
		int commits = 0;
		// The handlers take what may run, however much it is.
		for (; ahead.records() < 2000; commits++) {
			this.asked += CONCURRENCY + ahead.records();
			ahead.confirmed(this.asked);
		}
		assertThat(commits).isLessThan(10);
	}

	@Test
	void staysSmallWhereHandlersAreSlow() {
		assertThat(commits(ahead(4, 1), 100, 1).records()).isEqualTo(4);
		assertThat(commits(ahead(0, 500), 100, 1).records()).isZero();
	}

	@Test
	void forgetsByAndByThatTheyWereQuick() {
		Ahead ahead = commits(ahead(4, 1), 1, 1001);
		assertThat(commits(ahead, 1, 1).records()).isBetween(1000, 1999);
		assertThat(commits(ahead, 60, 1).records()).isEqualTo(4);
	}

	@Test
	void isBounded() {
		assertThat(commits(ahead(4, 500), 10, 1_000_000_000).records()).isEqualTo(8192);
	}

	@Test
	void isNeverLessThanWhatItBeganWith() {
		assertThat(commits(ahead(20_000, 1), 10, 3).records()).isEqualTo(20_000);
	}

}
