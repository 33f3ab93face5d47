package dev.tappet.test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PatienceTests {

	@Test
	void looksUntilItIsSo() {
		AtomicInteger looks = new AtomicInteger();
		new Patience(Duration.ofMinutes(1)).await(() -> looks.incrementAndGet() == 3, "three", () -> "fewer");
		assertThat(looks).hasValue(3);
	}

	@Test
	void saysWhatIsSoInstead() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> new Patience(Duration.ZERO).await(() -> false, "it should rain", () -> "the sun shines"))
			.withMessage("it should rain, within 0 s; but the sun shines");
	}

	@Test
	void endsWithAnInterruption() {
		Thread.currentThread().interrupt();
		assertThatIllegalStateException()
			.isThrownBy(() -> new Patience(Duration.ofMinutes(1)).await(() -> false, "it should rain", () -> ""));
		assertThat(Thread.interrupted()).isTrue();
	}

}
