package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

import dev.tappet.source.kafka.place.RecordTimes.Spot;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which of the oldest unfinished records of a group's partitions is the oldest of all. A
 * record that stays is looked up once, so that a backlog that stands still costs nothing;
 * of many partitions those with the longest backlog stand for all.
 */
final class OldestRecords {

	static final int MOST = 50;

	private final Map<TopicPartition, Known> known = new HashMap<>();

	/**
	 * When a record was written.
	 *
	 * @param offset where it is
	 * @param timestamp when, below zero where it does not say
	 */
	private record Known(long offset, long timestamp) {
	}

	/** What has to be looked up to know the oldest. */
	synchronized Map<TopicPartition, Spot> unknown(GroupSight sight) {
		this.known.keySet().retainAll(sight.oldest().keySet());
		Map<TopicPartition, Spot> unknown = new HashMap<>();
		sight.oldest()
			.entrySet()
			.stream()
			.filter((each) -> !isKnown(each.getKey(), each.getValue().offset()))
			.sorted(Comparator.comparingLong((each) -> each.getValue().offset() - each.getValue().end()))
			.limit(MOST)
			.forEach((each) -> unknown.put(each.getKey(), each.getValue()));
		return unknown;
	}

	private boolean isKnown(TopicPartition id, long offset) {
		Known last = this.known.get(id);
		return last != null && last.offset() == offset;
	}

	/** Keeps what was looked up. */
	synchronized void keep(Map<TopicPartition, Spot> wanted, Map<TopicPartition, Long> found) {
		wanted.forEach((id, spot) -> {
			Long timestamp = found.get(id);
			if (timestamp != null) {
				this.known.put(id, new Known(spot.offset(), timestamp));
			}
		});
	}

	/**
	 * How old the oldest is.
	 * @return the age, or {@code null} where none of them says
	 */
	synchronized @Nullable Duration age(GroupSight sight, long now) {
		if (sight.oldest().isEmpty()) {
			return Duration.ZERO;
		}
		Long oldest = null;
		for (Map.Entry<TopicPartition, Spot> each : sight.oldest().entrySet()) {
			Known last = this.known.get(each.getKey());
			if (last != null && last.offset() == each.getValue().offset() && last.timestamp() >= 0) {
				oldest = (oldest != null) ? Math.min(oldest, last.timestamp()) : last.timestamp();
			}
		}
		return (oldest != null) ? Duration.ofMillis(Math.max(0, now - oldest)) : null;
	}

}
