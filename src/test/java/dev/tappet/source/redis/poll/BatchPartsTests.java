package dev.tappet.source.redis.poll;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BatchPartsTests {

	private static List<List<Integer>> parts(int most, int... attempts) {
		return BatchParts.of(attempts.length, (position) -> attempts[position], most)
			.stream()
			.map((part) -> Arrays.stream(part).boxed().toList())
			.toList();
	}

	@Test
	void holdNoMoreThanAHandlerTakes() {
		assertThat(parts(3, 1, 1, 1, 1, 1, 1, 1)).containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6));
		assertThat(parts(7, 1, 1, 1, 1, 1, 1, 1)).containsExactly(List.of(0, 1, 2, 3, 4, 5, 6));
	}

	@Test
	void holdMessagesOnTheSameAttempt() {
		assertThat(parts(2, 2, 3, 2, 3, 2, 5)).containsExactly(List.of(0, 2), List.of(4), List.of(1, 3), List.of(5));
	}

	@Test
	void areNoneOfNothing() {
		assertThat(parts(3)).isEmpty();
	}

}
