package dev.tappet.source.redis.pubsub;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GlobTests {

	@ParameterizedTest
	@CsvSource({ "*, expired", "*, ''", "exp*, expired", "*ed, expired", "e*p*d, expired", "?set, hset",
			"h[as]et, hset", "h[a-z]et, hset", "h[^a]et, hset", "h[z-a]et, hset", "h\\*et, h*et", "[\\]]x, ]x",
			"expired, expired", "x[ab, xa" })
	void matches(String pattern, String text) {
		assertThat(new Glob(pattern).matches(text)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "exp, expired", "?set, set", "h[ab]et, hset", "h[^s]et, hset", "h\\*et, hset", "*x, expired",
			"expired?, expired", "'', a", "h[], h" })
	void doesNotMatch(String pattern, String text) {
		assertThat(new Glob(pattern).matches(text)).isFalse();
	}

	@Test
	void isToldByItsSigns() {
		assertThat(Glob.isPattern("user:1")).isFalse();
		assertThat(Glob.isPattern("user:*")).isTrue();
		assertThat(Glob.isPattern("user:?")).isTrue();
		assertThat(Glob.isPattern("user:[12]")).isTrue();
	}

}
