package dev.tappet.source;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PrintableTests {

	@Test
	void leavesOrdinaryTextAlone() {
		assertThat(Printable.of("Grüße, {\"a\": \"€😀\"} \\n", 100)).isEqualTo("Grüße, {\"a\": \"€😀\"} \\n");
	}

	@Test
	void escapesWhatCouldForgeALogLine() {
		assertThat(Printable.of("a\r\nb\tc\u001b[31m\u0000\u0085\u2028\u202e\ud800", 100))
			.isEqualTo("a\\r\\nb\\tc\\u001b[31m\\u0000\\u0085\\u2028\\u202e\\ud800");
	}

	@Test
	void shortensAndSaysHowLongItWas() {
		assertThat(Printable.of("abcdef", 3)).isEqualTo("abc… (6 characters)");
		assertThat(Printable.of("ab😀", 3)).isEqualTo("ab… (4 characters)");
		assertThat(Printable.of("abc", 3)).isEqualTo("abc");
		assertThat(Printable.of("", 3)).isEmpty();
	}

	@Test
	void shortensWhatIsKeptWithoutChangingIt() {
		assertThat(Printable.shortened("a\nb\u001b", 100)).isEqualTo("a\nb\u001b");
		assertThat(Printable.shortened("a\nbcdef", 3)).isEqualTo("a\nb… (7 characters)");
		assertThat(Printable.shortened("ab😀", 3)).isEqualTo("ab… (4 characters)");
		assertThat(Printable.shortened("abc", 3)).isEqualTo("abc");
		assertThat(Printable.shortened("abc", 0)).isEqualTo("… (3 characters)");
	}

}
