package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamFiguresTests {

	private static final long NOW = 1_795_000_000_000L;

	@Test
	void hasTheAgeOfTheOldestEntry() {
		assertThat(age("1794999990000-0", "1794999940000-7", "1795000000000-0")).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void hasNoAgeWhereNothingIsToBeDone() {
		assertThat(age("", "")).isEqualTo(Duration.ZERO);
	}

	@Test
	void cannotTellWhereIdsAreNoTimes() {
		assertThat(age("17-1")).isNull();
		assertThat(age("18446744073709551615-0")).isNull();
	}

	@Test
	void isNotNegativeWhereAProducerMadeIdsOfTheFuture() {
		assertThat(age("1795000009000-0")).isEqualTo(Duration.ZERO);
	}

	private static @Nullable Duration age(String... ids) {
		return StreamFigures.age(StreamFigures.ids(Stream.of(ids)), NOW);
	}

}
