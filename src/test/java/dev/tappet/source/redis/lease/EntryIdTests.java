package dev.tappet.source.redis.lease;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EntryIdTests {

	@ParameterizedTest
	@ValueSource(strings = { "0-0", "1658354934941-17", "18446744073709551615-18446744073709551615" })
	void readsAndWritesAllThatTheServerMayGive(String id) {
		assertThat(EntryId.parse(id)).hasToString(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-", "1", "1-", "-1", "1-2-3", "+", "*", "1-*", "a-b", " 1-1", "1-1\n", "(1-1",
			"18446744073709551616-0", "0-99999999999999999999" })
	void readsNothingElse(String text) {
		assertThat(EntryId.parse(text)).isNull();
	}

	@Test
	void isInTheOrderOfTheStream() {
		assertThat(new EntryId(2, 0)).isGreaterThan(new EntryId(1, 5));
		assertThat(new EntryId(1, 5)).isGreaterThan(new EntryId(1, 4));
		assertThat(new EntryId(1, -1)).isGreaterThan(new EntryId(1, 4));
		assertThat(new EntryId(-1, 0)).isGreaterThan(new EntryId(1, 0));
		assertThat(new EntryId(1, 4)).isEqualByComparingTo(new EntryId(1, 4));
	}

	@Test
	void isFollowedByTheNext() {
		assertThat(new EntryId(1, 4).next()).isEqualTo(new EntryId(1, 5));
		assertThat(new EntryId(1, -1).next()).isEqualTo(new EntryId(2, 0));
	}

}
