package dev.tappet.dispatch;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import dev.tappet.handler.BatchFailure;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EndingTests {

	private static final Outcome DONE = new Outcome.Succeeded();

	private final IllegalStateException cause = new IllegalStateException("second");

	private final Outcome failed = new Outcome.Failed(this.cause);

	@Test
	void isASuccessOfAllWhereNothingWasThrown() {
		assertThat(outcomes(Ending.SUCCESS, 2)).containsExactly(DONE, DONE);
	}

	@Test
	void isAFailureOfAllWhereTheHandlerDoesNotSayWhich() {
		assertThat(outcomes(Ending.of(this.cause, 2, true), 2)).containsExactly(this.failed, this.failed);
	}

	@Test
	void isAFailureOfThePositionsThatTheHandlerNames() {
		Ending ending = Ending.of(new BatchFailure(List.of(0, 2, 7, -1), this.cause), 3, true);
		assertThat(outcomes(ending, 3)).containsExactly(this.failed, DONE, this.failed);
	}

	@Test
	void isAFailureOfAllWhereNoNamedPositionIsInTheBatch() {
		assertThat(outcomes(Ending.of(new BatchFailure(List.of(3, -1), this.cause), 3, true), 3))
			.containsOnly(this.failed);
		assertThat(outcomes(Ending.of(new BatchFailure(List.of(), this.cause), 3, true), 3)).containsOnly(this.failed);
	}

	@Test
	void countsNoPositionsForAHandlerWithoutBatches() {
		assertThat(outcomes(Ending.of(new BatchFailure(List.of(1), this.cause), 1, false), 1))
			.containsExactly(this.failed);
	}

	@Test
	void namesTheFailureInPartItselfWhereItHasNoCause() {
		BatchFailure failure = new BatchFailure(List.of(0), null);
		assertThat(Ending.of(failure, 1, true).of(0)).isEqualTo(new Outcome.Failed(failure));
	}

	@Test
	void isAFailureOfAllWhereThePositionsCannotBeHad() {
		BatchFailure failure = new BatchFailure(List.of(0), this.cause) {

			@Override
			public Set<Integer> positions() {
				throw new IllegalStateException("no positions");
			}

		};
		assertThat(outcomes(Ending.of(failure, 2, true), 2)).containsOnly(new Outcome.Failed(failure));
	}

	private static List<Outcome> outcomes(Ending ending, int size) {
		return IntStream.range(0, size).mapToObj(ending::of).toList();
	}

}
