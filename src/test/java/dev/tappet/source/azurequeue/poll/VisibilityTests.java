package dev.tappet.source.azurequeue.poll;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VisibilityTests {

	private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

	private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

	private static Duration clipped(Duration wanted, Instant expiry) {
		return Visibility.clipped(wanted, NOW, expiry);
	}

	@Test
	void isNeverShorterThanWanted() {
		assertThat(clipped(Duration.ofMillis(1), NEVER)).isEqualTo(Duration.ofSeconds(1));
		assertThat(clipped(Duration.ofMillis(1001), NEVER)).isEqualTo(Duration.ofSeconds(2));
		assertThat(clipped(Duration.ofSeconds(2), NEVER)).isEqualTo(Duration.ofSeconds(2));
		assertThat(clipped(Duration.ZERO, NEVER)).isZero();
	}

	@Test
	void isNothingForWhatIsOverdue() {
		assertThat(clipped(Duration.ofSeconds(-3), NEVER)).isZero();
	}

	@Test
	void endsBeforeTheMessageDoes() {
		assertThat(clipped(Duration.ofMinutes(1), NOW.plusMillis(5900))).isEqualTo(Duration.ofSeconds(5));
		assertThat(clipped(Duration.ofMinutes(1), NOW.minusSeconds(1))).isZero();
	}

	@Test
	void isAWeekAtMost() {
		assertThat(clipped(Duration.ofDays(8), NEVER)).isEqualTo(Duration.ofDays(7));
	}

}
