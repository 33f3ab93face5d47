package dev.tappet.source.redis.lease;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TermTests {

	private static final long ASKED = 1000;

	private static final long LEASE = Ledger.LEASE.toNanos();

	private final Term term = new Term(ASKED);

	@Test
	void isOverBeforeTheServerHasAgreed() {
		assertThat(this.term.lasts(ASKED)).isFalse();
	}

	@Test
	void endsNoLaterThanTheServersOwn() {
		this.term.begin(ASKED, 0);
		assertThat(this.term.lasts(ASKED + LEASE - 1)).isTrue();
		assertThat(this.term.lasts(ASKED + LEASE)).isFalse();
	}

	@Test
	void goesOnWhileTheServerAgreesAgain() {
		this.term.begin(ASKED, 0);
		this.term.begin(ASKED + LEASE / 2, 0);
		assertThat(this.term.lasts(ASKED + LEASE)).isTrue();
		assertThat(this.term.lasts(ASKED + LEASE + LEASE / 2)).isFalse();
	}

	@Test
	void canBeGivenUp() {
		this.term.begin(ASKED, 0);
		this.term.end(ASKED + 1);
		assertThat(this.term.lasts(ASKED + 1)).isFalse();
	}

	@Test
	void endsWhereTheTimeRunsOver() {
		this.term.begin(Long.MAX_VALUE - 1, 0);
		assertThat(this.term.lasts(Long.MAX_VALUE)).isTrue();
		assertThat(this.term.lasts(Long.MAX_VALUE - 1 + LEASE)).isFalse();
	}

	@Test
	void endsEarlierWhereItIsCut() {
		this.term.begin(ASKED, 0);
		this.term.cut(ASKED + 10);
		assertThat(this.term.lasts(ASKED + 9)).isTrue();
		assertThat(this.term.lasts(ASKED + 10)).isFalse();
	}

	@Test
	void doesNotEndLaterBecauseItIsCut() {
		this.term.begin(ASKED, 0);
		this.term.cut(ASKED + 2 * LEASE);
		assertThat(this.term.lasts(ASKED + LEASE)).isFalse();
	}

	@Test
	void doesNotBeginByAnAnswerToWhatWasAskedBeforeItWasCut() {
		int before = this.term.cuts();
		this.term.cut(ASKED);
		this.term.begin(ASKED, before);
		assertThat(this.term.lasts(ASKED + 1)).isFalse();
		this.term.begin(ASKED, this.term.cuts());
		assertThat(this.term.lasts(ASKED + 1)).isTrue();
	}

}
