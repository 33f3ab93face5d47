package dev.tappet.source.redis.poll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

import dev.tappet.source.redis.connection.Replies;

/**
 * Cuts what one read brought into what a handler gets at a time.
 */
final class BatchParts {

	private BatchParts() {
	}

	/**
	 * Puts together what is on the same attempt.
	 * @param size how many messages there are
	 * @param attempt the attempt that a message is on
	 * @param most most messages of a part
	 * @return the positions of each part
	 */
	static List<int[]> of(int size, IntUnaryOperator attempt, int most) {
		Map<Integer, List<Integer>> byAttempt = new LinkedHashMap<>();
		for (int i = 0; i < size; i++) {
			byAttempt.computeIfAbsent(attempt.applyAsInt(i), (number) -> new ArrayList<>()).add(i);
		}
		List<int[]> parts = new ArrayList<>();
		for (List<Integer> positions : byAttempt.values()) {
			for (List<Integer> part : Replies.parts(positions, most)) {
				parts.add(part.stream().mapToInt(Integer::intValue).toArray());
			}
		}
		return parts;
	}

}
