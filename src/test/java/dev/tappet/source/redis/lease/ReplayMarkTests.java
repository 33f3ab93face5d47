package dev.tappet.source.redis.lease;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

import dev.tappet.source.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

	@ParameterizedTest
	@CsvSource({ "5-1, 9, 3, 9-3000000000000", "5-1, 9, 1, 9-1000000000000", "9-1, 9, 3, 9-3000000000000",
			"10-2999999999999, 9, 3, 10-5000000000000", "10-3000000000000, 9, 3, 10-6000000000000",
			"10-18446744000000000000, 9, 3, 11-3000000000000", "0-0, 9, 7, 9-7000000000000",
			"18446744073709551614-0, 9, 3, 18446744073709551614-3000000000000" })
	void isPutBehindTheLastEntry(String last, long millis, int multiple, String id) {
		EntryId behind = ReplayMark.behind(Objects.requireNonNull(EntryId.parse(last)), millis, multiple);
		assertThat(behind).hasToString(id);
		assertThat(ReplayMark.isOn(entry(id))).isTrue();
	}

}
