package dev.tappet.source.kafka.poll;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTests {

	@ParameterizedTest
	@CsvSource({ "false, -1, 500000000", "false, 0, 0", "false, 7, 7", "false, 900000000, 500000000",
			"true, -1, 20000000", "true, 7, 7", "true, 900000000, 20000000" })
	void pollsUntilSomethingIsDueOrARefusedCommitIsToBeMadeAgain(boolean refused, long due, long expected) {
		assertThat(Pace.poll(refused, due)).isEqualTo(Duration.ofNanos(expected));
	}

	@ParameterizedTest
	@CsvSource({ "1, 400", "2, 800", "3, 1600", "4, 3200", "5, 5000", "6, 5000", "100, 5000" })
	void waitsLongerWithEachFailure(int failures, long millis) {
		assertThat(Pace.afterFailures(failures)).isEqualTo(Duration.ofMillis(millis).toNanos());
	}

	@Test
	void takesAnotherConsumerAfterSixFailuresInARow() {
		assertThat(Pace.isWorthKeeping(5)).isTrue();
		assertThat(Pace.isWorthKeeping(6)).isFalse();
	}

}
