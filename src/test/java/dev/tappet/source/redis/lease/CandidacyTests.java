package dev.tappet.source.redis.lease;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CandidacyTests {

	private static final String LEADER = "worker-a#0123@17";

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	/** Such times may run over. */
	private static final long NOW = Long.MAX_VALUE - SECOND;

	private final Candidacy candidacy = new Candidacy();

	@Test
	void leadsAtOnceWhereNobodyWasSeen() {
		assertThat(this.candidacy.mayTake(NOW)).isTrue();
		assertThat(this.candidacy.mayDepose(NOW)).isEmpty();
		assertThat(this.candidacy.connection()).isEqualTo(-1);
	}

	@Test
	void waitsForTheEndOfTheTermOfALeaderWhoseKeyIsLost() {
		this.candidacy.sees(LEADER, 5 * SECOND, NOW);
		assertThat(this.candidacy.mayTake(NOW)).isFalse();
		assertThat(this.candidacy.mayTake(NOW + 5 * SECOND - 1)).isFalse();
		assertThat(this.candidacy.mayTake(NOW + 5 * SECOND)).isTrue();
	}

	@Test
	void waitsLongerWhereTheTermIsRenewed() {
		this.candidacy.sees(LEADER, 5 * SECOND, NOW);
		this.candidacy.sees(LEADER, 6 * SECOND, NOW + SECOND);
		assertThat(this.candidacy.mayTake(NOW + 6 * SECOND)).isFalse();
		assertThat(this.candidacy.mayTake(NOW + 7 * SECOND)).isTrue();
	}

	@Test
	void knowsTheConnectionOfTheLeader() {
		this.candidacy.sees(LEADER, SECOND, NOW);
		assertThat(this.candidacy.connection()).isEqualTo(17);
		this.candidacy.sees("worker@7#0123@", SECOND, NOW);
		assertThat(this.candidacy.connection()).isEqualTo(-1);
		this.candidacy.sees("12", SECOND, NOW);
		assertThat(this.candidacy.connection()).isEqualTo(-1);
	}

	@Test
	void deposesALeaderWhoseConnectionIsGoneForAWhile() {
		this.candidacy.sees(LEADER, 5 * SECOND, NOW);
		this.candidacy.connected(false, NOW);
		this.candidacy.connected(false, NOW + Candidacy.GRACE - 1);
		assertThat(this.candidacy.mayDepose(NOW + Candidacy.GRACE - 1)).isEmpty();
		assertThat(this.candidacy.mayTake(NOW + Candidacy.GRACE - 1)).isFalse();
		this.candidacy.connected(false, NOW + Candidacy.GRACE);
		assertThat(this.candidacy.mayDepose(NOW + Candidacy.GRACE)).isEqualTo(LEADER);
		assertThat(this.candidacy.mayTake(NOW + Candidacy.GRACE)).isTrue();
	}

	@Test
	void deposesNobodyWhoCameBack() {
		this.candidacy.sees(LEADER, 5 * SECOND, NOW);
		this.candidacy.connected(false, NOW);
		this.candidacy.sees("worker-a#0123@18", 6 * SECOND, NOW + Candidacy.GRACE / 2);
		assertThat(this.candidacy.mayDepose(NOW + Candidacy.GRACE)).isEmpty();
		this.candidacy.connected(false, NOW + Candidacy.GRACE);
		this.candidacy.connected(true, NOW + Candidacy.GRACE + 1);
		assertThat(this.candidacy.mayDepose(NOW + 2 * Candidacy.GRACE)).isEmpty();
	}

	@Test
	void deposesNobodyWhoseConnectionIsUnknown() {
		this.candidacy.sees(LEADER, 5 * SECOND, NOW);
		this.candidacy.connected(false, NOW);
		this.candidacy.connectionUnknown();
		assertThat(this.candidacy.mayDepose(NOW + 2 * Candidacy.GRACE)).isEmpty();
	}

	@Test
	void leavesNoTimeInWhichBothLead() {
		assertThat(Candidacy.WITHOUT_CONNECTION).isLessThan(Candidacy.GRACE);
	}

	@Test
	void looksAgainWhenSomethingMayHaveChanged() {
		assertThat(this.candidacy.untilNextLook(NOW)).isEqualTo(Candidacy.LOOK);
		this.candidacy.sees(LEADER, SECOND / 10, NOW);
		assertThat(this.candidacy.untilNextLook(NOW)).isEqualTo(SECOND / 10);
		assertThat(this.candidacy.untilNextLook(NOW + SECOND)).isEqualTo(Candidacy.LOOK);
		this.candidacy.sees(LEADER, 5 * SECOND, NOW);
		this.candidacy.connected(false, NOW - Candidacy.GRACE / 4);
		assertThat(this.candidacy.untilNextLook(NOW)).isEqualTo(Candidacy.GRACE * 3 / 4);
		this.candidacy.leads();
		assertThat(this.candidacy.untilNextLook(NOW)).isEqualTo(Candidacy.LOOK);
	}

}
