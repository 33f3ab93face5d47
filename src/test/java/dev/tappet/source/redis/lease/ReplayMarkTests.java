package dev.tappet.source.redis.lease;

import java.nio.charset.StandardCharsets;

import dev.tappet.source.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayMarkTests {

	@ParameterizedTest
	@ValueSource(strings = { "1658354934941-1000000000000", "1658354934941-2000000000000", "0-1000000000000",
			"18446744073709551615-18446744000000000000", "5-10000000000000" })
	void isOnEntriesWhoseNumberIsAMultiple(String id) {
		assertThat(ReplayMark.isOn(entry(id))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1658354934941-0", "1000000000000-0", "1000000000000000000-0", "5-1", "5-100000000000",
			"5-1000000000001", "5-999999999999", "5-18446744073709551615", "0-0", "", "000000000000" })
	void isOnNoOtherEntry(String id) {
		assertThat(ReplayMark.isOn(entry(id))).isFalse();
	}

	@Test
	void isOnElementsByTheBeginningOfTheirId() {
		byte[] body = { 1 };
		assertThat(ReplayMark.isOn(Element.of("replay-1658354934941-0", body))).isTrue();
		assertThat(ReplayMark.isOn(Element.of("0123456789abcdef-1-0", body))).isFalse();
	}

	private static Message entry(String id) {
		return new Entry(id.getBytes(StandardCharsets.ISO_8859_1), new byte[0][]);
	}

}
