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
	 * Puts together what is alike.
	 * @param size how many messages there are
	 * @param kind what messages of a part have in common
	 * @param most most messages of a part
	 * @return the positions of each part
	 */
	static List<int[]> of(int size, IntUnaryOperator kind, int most) {
		Map<Integer, List<Integer>> alike = new LinkedHashMap<>();
		for (int i = 0; i < size; i++) {
			alike.computeIfAbsent(kind.applyAsInt(i), (number) -> new ArrayList<>()).add(i);
		}
		List<int[]> parts = new ArrayList<>();
		for (List<Integer> positions : alike.values()) {
			for (List<Integer> part : Replies.parts(positions, most)) {
				parts.add(part.stream().mapToInt(Integer::intValue).toArray());
			}
		}
		return parts;
	}

}
