package dev.tappet.source.kafka.poll;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.tappet.source.SourceListener;
import dev.tappet.source.kafka.commit.Marks;
import dev.tappet.source.kafka.commit.MarksText;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where reading goes on in a partition: behind what is committed, or, where nothing is,
 * where the trigger says. Where records are gone that were not read, it says so.
 */
final class Positions {

	private static final Logger logger = LoggerFactory.getLogger(Positions.class);

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final StartFrom startFrom;

	private final Partition.Maker partitions;

	private final SourceListener listener;

	private final Clock clock;

	Positions(StartFrom startFrom, Partition.Maker partitions, SourceListener listener, Clock clock) {
		this.startFrom = startFrom;
		this.partitions = partitions;
		this.listener = listener;
		this.clock = clock;
	}

	/** Sets a consumer to where it has to read, and knows what was begun there. */
	Map<TopicPartition, Partition> restore(Consumer<?, ?> consumer, Set<TopicPartition> ids) {
		Map<TopicPartition, OffsetAndMetadata> committed = Undisturbed.get(() -> consumer.committed(ids, PATIENCE));
		Map<TopicPartition, Long> oldest = Undisturbed.get(() -> consumer.beginningOffsets(ids, PATIENCE));
		Map<TopicPartition, Long> ends = Undisturbed.get(() -> consumer.endOffsets(ids, PATIENCE));
		Map<TopicPartition, Partition> restored = new HashMap<>();
		for (TopicPartition id : ids) {
			OffsetAndMetadata known = committed.get(id);
			long first = oldest.getOrDefault(id, 0L);
			long end = ends.getOrDefault(id, first);
			restored.put(id,
					(known != null) ? restore(consumer, id, known, first, end) : begin(consumer, id, first, end));
		}
		return restored;
	}

	private Partition restore(Consumer<?, ?> consumer, TopicPartition id, OffsetAndMetadata known, long first,
			long end) {
		Marks marks = MarksText.read(known.offset(), known.metadata());
		if (known.offset() >= first && known.offset() <= end) {
			consumer.seek(id, known.offset());
			return this.partitions.make(id, marks);
		}
		return skip(consumer, id, (known.offset() < first) ? marks : Marks.none(first), known.offset(), first);
	}

	/** Goes on with the oldest record that there is. */
	private Partition skip(Consumer<?, ?> consumer, TopicPartition id, Marks marks, long wanted, long first) {
		logger.warn("{}: no record has the offset {} any more, so reading goes on with {}", id, wanted, first);
		this.listener.gap(id.topic(), this.clock.instant());
		consumer.seek(id, first);
		Partition partition = this.partitions.make(id, marks);
		partition.window().moveTo(first);
		partition.window().touch();
		return partition;
	}

	private Partition begin(Consumer<?, ?> consumer, TopicPartition id, long first, long end) {
		long offset = switch (this.startFrom) {
			case StartFrom.Beginning() -> first;
			case StartFrom.Latest() -> end;
			case StartFrom.At(var time) -> at(consumer, id, time.toEpochMilli()).orElse(end);
		};
		consumer.seek(id, offset);
		Partition partition = this.partitions.make(id, Marks.none(offset));
		// So that what comes from now on is not missed when somebody else takes over.
		partition.window().touch();
		return partition;
	}

	private static Optional<Long> at(Consumer<?, ?> consumer, TopicPartition id, long time) {
		Map<TopicPartition, OffsetAndTimestamp> found = Undisturbed
			.get(() -> consumer.offsetsForTimes(Map.of(id, time), PATIENCE));
		return Optional.ofNullable(found.get(id)).map(OffsetAndTimestamp::offset);
	}

	/** Reads a topic from its beginning that was made anew. */
	Map<TopicPartition, Partition> beginAnew(Consumer<?, ?> consumer, Set<TopicPartition> ids) {
		Map<TopicPartition, Partition> anew = new HashMap<>();
		Undisturbed.get(() -> consumer.beginningOffsets(ids, PATIENCE)).forEach((id, first) -> {
			logger.warn("{}: the topic was made anew, so it is read from its beginning", id);
			this.listener.gap(id.topic(), this.clock.instant());
			consumer.seek(id, first);
			Partition partition = this.partitions.make(id, Marks.none(first));
			partition.window().touch();
			anew.put(id, partition);
		});
		return anew;
	}

	/**
	 * Sets a consumer to where there are records, where it stands outside of them.
	 * @return partitions that have been made anew
	 */
	Map<TopicPartition, Partition> reset(Consumer<?, ?> consumer, Collection<Partition> partitions,
			Map<TopicPartition, Long> wanted) {
		Set<TopicPartition> ids = wanted.keySet();
		Map<TopicPartition, Long> oldest = Undisturbed.get(() -> consumer.beginningOffsets(ids, PATIENCE));
		Map<TopicPartition, Partition> anew = new HashMap<>();
		for (Partition partition : partitions) {
			TopicPartition id = partition.id();
			Long at = wanted.get(id);
			Long first = oldest.get(id);
			if (at != null && first != null && at < first) {
				logger.warn("{}: no record has the offset {} any more, so reading goes on with {}", id, at, first);
				this.listener.gap(id.topic(), this.clock.instant());
				consumer.seek(id, first);
				partition.window().moveTo(first);
			}
			else if (at != null && first != null) {
				anew.put(id, skip(consumer, id, Marks.none(first), at, first));
			}
		}
		return anew;
	}

}
