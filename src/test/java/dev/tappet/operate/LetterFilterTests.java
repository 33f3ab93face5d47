package dev.tappet.operate;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import dev.tappet.source.DeadLetter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LetterFilterTests {

	private static final Instant NOW = Instant.parse("2030-01-02T12:00:00Z");

	private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

	@Test
	void takesAReasonInAnySpelling() {
		LetterFilter filter = LetterFilter.of("TIMEout", null, null, CLOCK);
		assertThat(filter.matches(letter("java.net.SocketTimeoutException: read", NOW))).isTrue();
		assertThat(filter.matches(letter("rejected: no", NOW))).isFalse();
	}

	@Test
	void takesTimesAndAges() {
		LetterFilter filter = LetterFilter.of(null, "2030-01-02T10:00:00Z", "1h", CLOCK);
		assertThat(filter.matches(letter("", Instant.parse("2030-01-02T09:59:59.999Z")))).isFalse();
		assertThat(filter.matches(letter("", Instant.parse("2030-01-02T10:00:00Z")))).isTrue();
		assertThat(filter.matches(letter("", Instant.parse("2030-01-02T10:59:59.999Z")))).isTrue();
		assertThat(filter.matches(letter("", Instant.parse("2030-01-02T11:00:00Z")))).isFalse();
	}

	@Test
	void doesNotMeanByATimeWhatHasNone() {
		assertThat(LetterFilter.of(null, "1h", null, CLOCK).matches(letter("", null))).isFalse();
		assertThat(LetterFilter.of(null, null, "1h", CLOCK).matches(letter("", null))).isFalse();
		assertThat(LetterFilter.of("", null, null, CLOCK).matches(letter("", null))).isTrue();
	}

	@Test
	void knowsThatNothingIsAskedFor() {
		assertThat(LetterFilter.of(null, null, null, CLOCK).isAny()).isTrue();
		assertThat(LetterFilter.of("a", null, null, CLOCK).isAny()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "yesterday", "2030-01-02", "9223372036854775807s" })
	void saysWhatIsNoTime(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> LetterFilter.of(null, null, text, CLOCK))
			.withMessageContaining("'until' is no time");
	}

	private static DeadLetter letter(String reason, @Nullable Instant failedAt) {
		return new DeadLetter("1", "orders", 5, reason, failedAt, new HeldLetters.Body("m", new byte[0]));
	}

}
