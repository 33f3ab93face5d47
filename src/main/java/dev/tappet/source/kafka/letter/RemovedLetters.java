package dev.tappet.source.kafka.letter;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.tappet.source.kafka.commit.MarksText;
import dev.tappet.source.kafka.commit.MarksWriter;
import dev.tappet.source.kafka.place.Place;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which dead letters were removed, as the offsets of a group that has no
 * members: the committed offset is the oldest that is left, and the metadata says which
 * behind it are gone. What lies before the oldest is deleted from the topic.
 */
final class RemovedLetters {

	private static final Logger logger = LoggerFactory.getLogger(RemovedLetters.class);

	private static final int PATIENCE_SECONDS = 15;

	/**
	 * A broker forgets the offsets of such a group after a week, unless written again.
	 */
	private static final long REFRESH = Duration.ofHours(6).toNanos();

	private final Place place;

	private final String group;

	private final Map<TopicPartition, Long> written = new ConcurrentHashMap<>();

	RemovedLetters(Place place, String group) {
		this.place = place;
		this.group = "tappet-dead-letters-" + group;
	}

	/** What is left of dead letters. */
	List<LetterRange> restrict(List<LetterRange> ranges) throws Exception {
		if (ranges.isEmpty()) {
			return ranges;
		}
		Map<TopicPartition, OffsetAndMetadata> offsets = this.place.admin()
			.listConsumerGroupOffsets(this.group)
			.partitionsToOffsetAndMetadata()
			.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		refresh(offsets);
		return ranges.stream().map((range) -> {
			OffsetAndMetadata known = offsets.get(range.partition());
			return (known != null) ? range.without(MarksText.read(known.offset(), known.metadata())) : range;
		}).toList();
	}

	private void refresh(Map<TopicPartition, OffsetAndMetadata> offsets) {
		long now = System.nanoTime();
		Map<TopicPartition, OffsetAndMetadata> old = new HashMap<>();
		offsets.forEach((partition, offset) -> {
			Long last = this.written.putIfAbsent(partition, now);
			if (offset != null && last != null && now - last > REFRESH) {
				old.put(partition, offset);
				this.written.put(partition, now);
			}
		});
		if (!old.isEmpty()) {
			this.place.admin().alterConsumerGroupOffsets(this.group, old);
		}
	}

	/** Notes that dead letters are gone. */
	void add(LetterRange range, Collection<Long> offsets) throws Exception {
		Set<Long> gone = new HashSet<>(offsets);
		long start = range.start();
		while (start < range.end() && (gone.contains(start) || !range.has(start))) {
			start++;
		}
		long last = Math.max(range.removed().end(), gone.stream().mapToLong(Long::longValue).max().orElse(0) + 1);
		MarksWriter runs = new MarksWriter();
		for (long offset = start; offset < last; offset++) {
			if (gone.contains(offset) || range.removed().isFinished(offset)) {
				runs.finished(1);
			}
			else {
				runs.untouched(1);
			}
		}
		String metadata = MarksText.of(runs);
		if (metadata.length() > MarksText.MOST) {
			throw new IllegalStateException(
					"Too many dead letters were removed one by one: remove older ones as well.");
		}
		this.place.admin()
			.alterConsumerGroupOffsets(this.group, Map.of(range.partition(), new OffsetAndMetadata(start, metadata)))
			.all()
			.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		this.written.put(range.partition(), System.nanoTime());
		if (start > range.start()) {
			free(range.partition(), start);
		}
	}

	/** What cannot be deleted is out of sight all the same. */
	private void free(TopicPartition partition, long before) {
		this.place.admin()
			.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
			.all()
			.whenComplete((done, failure) -> {
				if (failure != null) {
					logger.info("Dead letters that were removed stay in {}: {}", partition,
							this.place.clients().explain(failure));
				}
			});
	}

}
