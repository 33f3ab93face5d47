package dev.tappet.source.redis.pubsub;

import java.util.List;

import dev.tappet.source.redis.pubsub.Comparison.Fate;
import dev.tappet.source.redis.pubsub.Progress.Part;
import dev.tappet.source.redis.pubsub.Progress.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTests {

	private static final Part PART = new Part("0af1", "10.0.0.1:6379", 99, 20, 7, 15,
			List.of(new Span(3, 3), new Span(5, 9)), List.of(-1L, 0L, Long.MIN_VALUE, 42L));

	@Test
	void isReadAsItWasWritten() {
		Progress progress = new Progress("1234", 250,
				List.of(PART, new Part("0af2", "", 0, 0, 0, 0, List.of(), List.of())));
		assertThat(Progress.parse(progress.text())).isEqualTo(progress);
		assertThat(Progress.parse(new Progress("1234", 0, List.of()).text()).isNone()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "one", "writer old", "writer 1\nhearing", "writer 1\nh s 9 1 2 3 o p!",
			"writer 1\nh s 9 1 2 3 x p", "writer 1\nh s 9 1 2 3 o1-2-3 p" })
	void countsAsNothingWhereItIsNotUnderstood(String text) {
		assertThat(Progress.parse(text).isNone()).isTrue();
	}

	@Test
	void tellsWhatBecameOfAMessage() {
		assertThat(PART.hasHeard(0)).isFalse();
		assertThat(PART.hasHeard(20)).isTrue();
		assertThat(PART.hasHeard(21)).isFalse();
		assertThat(List.of(PART.fate(1), PART.fate(4), PART.fate(10), PART.fate(15))).containsOnly(Fate.FINISHED);
		assertThat(List.of(PART.fate(3), PART.fate(5), PART.fate(9))).containsOnly(Fate.OPEN);
		assertThat(PART.fate(16)).isEqualTo(Fate.UNTOLD);
	}

	@Test
	void countsWhatIsOpen() {
		assertThat(PART.countOpen(1, 15)).isEqualTo(6);
		assertThat(PART.countOpen(1, 20)).isEqualTo(11);
		assertThat(PART.countOpen(4, 6)).isEqualTo(2);
		assertThat(PART.countOpen(18, 20)).isEqualTo(3);
		assertThat(PART.countOpen(1, 0)).isZero();
	}

}
