package dev.tappet.source.redis.connection;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RenewalTests {

	@Test
	void renewsAQuarterBeforeTheEnd() {
		assertThat(Renewal.of(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(45));
	}

	@Test
	void doesNotAskWithoutAPauseForWhatEnds() {
		assertThat(Renewal.of(Duration.ofMillis(10))).isEqualTo(Duration.ofSeconds(1));
		assertThat(Renewal.of(Duration.ofSeconds(-5))).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void waitsLongerAfterEachFailureUpToABound() {
		assertThat(Renewal.afterFailures(1)).isEqualTo(Duration.ofSeconds(1));
		assertThat(Renewal.afterFailures(3)).isEqualTo(Duration.ofSeconds(4));
		assertThat(Renewal.afterFailures(1000)).isEqualTo(Duration.ofSeconds(10));
	}

}
