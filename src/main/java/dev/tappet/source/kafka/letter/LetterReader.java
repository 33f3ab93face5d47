package dev.tappet.source.kafka.letter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.tappet.source.kafka.place.Place;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads dead letters where they lie, for one question.
 */
final class LetterReader implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private static final int LEAST = 100;

	private final Place place;

	private final String trigger;

	private final Consumer<byte[], byte[]> consumer;

	LetterReader(Place place, String trigger) {
		this.place = place;
		this.trigger = trigger;
		Map<String, Object> own = new HashMap<>();
		own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		this.consumer = this.place.consumer(own);
	}

	/** The newest of a partition that are wanted. */
	List<ConsumerRecord<byte[], byte[]>> newest(LetterRange range, int most,
			Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
		List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
		long end = range.end();
		while (found.size() < most && end > range.start()) {
			long start = Math.max(range.start(), end - Math.max(most, LEAST));
			List<ConsumerRecord<byte[], byte[]>> part = read(range, start, end).stream().filter(wanted).toList();
			found.addAll(0, part);
			end = start;
		}
		return found;
	}

	/** Those that lie at offsets, and are there. */
	List<ConsumerRecord<byte[], byte[]>> at(LetterRange range, Collection<Long> offsets) {
		Set<Long> wanted = new HashSet<>(offsets);
		long first = offsets.stream().mapToLong(Long::longValue).min().orElse(range.end());
		long last = offsets.stream().mapToLong(Long::longValue).max().orElse(-1);
		if (first >= range.end() || last < range.start()) {
			return List.of();
		}
		return read(range, Math.max(first, range.start()), Math.min(last + 1, range.end())).stream()
			.filter((record) -> wanted.contains(record.offset()))
			.toList();
	}

	private List<ConsumerRecord<byte[], byte[]>> read(LetterRange range, long start, long end) {
		this.consumer.assign(List.of(range.partition()));
		this.consumer.seek(range.partition(), start);
		List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
		long until = System.nanoTime() + PATIENCE.toNanos();
		while (this.consumer.position(range.partition(), PATIENCE) < end) {
			for (ConsumerRecord<byte[], byte[]> record : this.consumer.poll(Duration.ofSeconds(1))) {
				if (record.offset() < end && range.has(record.offset()) && LetterRecord.isOf(record, this.trigger)) {
					records.add(record);
				}
			}
			if (System.nanoTime() - until > 0) {
				throw new TimeoutException("the dead letters could not be read in time");
			}
		}
		return records;
	}

	@Override
	public void close() {
		this.consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
	}

}
