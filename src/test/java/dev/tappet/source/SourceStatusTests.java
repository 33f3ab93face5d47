package dev.tappet.source;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SourceStatusTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	@Test
	void isNeitherUpNorFailingBeforeItHasTried() {
		SourceStatus starting = SourceStatus.starting(NOW);
		assertThat(starting.isStarting()).isTrue();
		assertThat(starting.up()).isFalse();
		assertThat(starting.reason()).isNotEmpty();
	}

	@Test
	void isUpWithoutAReasonWhileItReads() {
		SourceStatus reading = SourceStatus.reading(NOW);
		assertThat(reading.isStarting()).isFalse();
		assertThat(reading.up()).isTrue();
		assertThat(reading.reason()).isNull();
	}

	@Test
	void isFailingForWhateverReasonIsGiven() {
		// The words of a status that is starting are nothing special.
		SourceStatus failing = SourceStatus.failing(String.valueOf(SourceStatus.starting(NOW).reason()), NOW);
		assertThat(failing.isStarting()).isFalse();
		assertThat(failing.up()).isFalse();
	}

}
