package dev.tappet.source;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NearNamesTests {

	private static final List<String> KNOWN = List.of("order-created", "order-changed", "log", "polling-interval");

	@ParameterizedTest
	@CsvSource({ "order-craeted, order-created", "orderCreated, order-created", "orderChangd, order-changed",
			"lgo, log", "interval, polling-interval" })
	void findsTheNearest(String wanted, String nearest) {
		assertThat(NearNames.of(wanted, KNOWN)).first().isEqualTo(nearest);
	}

	@Test
	void findsNothingWhereNothingLooksAlike() {
		assertThat(NearNames.of("xyzzy", KNOWN)).isEmpty();
		assertThat(NearNames.of("", KNOWN)).isEmpty();
	}

	@Test
	void namesThreeAtMost() {
		assertThat(NearNames.of("aaaa", List.of("aaab", "aaac", "aaad", "aaae"))).hasSize(3);
	}

	@Test
	void hints() {
		assertThat(NearNames.hint("order-chated", KNOWN)).isEqualTo("Did you mean 'order-changed' or 'order-created'?");
		assertThat(NearNames.hint("xyzzy", List.of("a1", "b1"))).isEqualTo("Known here: a1, b1.");
		assertThat(NearNames.hint("xyzzy", List.of())).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "abc, abc, 0", "abc, acb, 1", "abc, ab, 1", "abc, abcd, 1", "abc, axc, 1", "'', abc, 3",
			"kitten, sitting, 3" })
	void measures(String one, String other, int distance) {
		assertThat(NearNames.distance(one, other)).isEqualTo(distance);
	}

}
