package dev.tappet.source.kafka.letter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import org.apache.kafka.common.TopicPartition;

/**
 * Sorts the ids of dead letters by where they lie.
 */
final class LetterIds {

	private LetterIds() {
	}

	static Map<TopicPartition, List<Long>> byPartition(Collection<String> ids) {
		Map<TopicPartition, List<Long>> sorted = new HashMap<>();
		for (String id : new LinkedHashSet<>(ids)) {
			LetterId place = LetterId.parse(id);
			if (place != null) {
				sorted.computeIfAbsent(place.partition(), (partition) -> new ArrayList<>()).add(place.offset());
			}
		}
		return sorted;
	}

}
