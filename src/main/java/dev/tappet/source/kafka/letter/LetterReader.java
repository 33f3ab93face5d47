package dev.tappet.source.kafka.letter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

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

	/** All are of one cluster, so this tells any two apart. */
	static final Comparator<ConsumerRecord<byte[], byte[]>> NEWEST_FIRST = Comparator
		.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
		.thenComparing(ConsumerRecord::topic)
		.thenComparingInt(ConsumerRecord::partition)
		.thenComparingLong(ConsumerRecord::offset)
		.reversed();

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

	/**
	 * The newest of a partition that are wanted, in their order. Handlers end side by
	 * side, so one may lie before another that is a little older: it is read on until
	 * nothing newer comes to light.
	 */
	List<ConsumerRecord<byte[], byte[]>> newest(LetterRange range, int most,
			Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
		List<ConsumerRecord<byte[], byte[]>> found = List.of();
		long end = range.end();
		boolean settled = false;
		while (!settled && end > range.start()) {
			long start = Math.max(range.start(), end - Math.max(most, LEAST));
			List<ConsumerRecord<byte[], byte[]>> more = Stream
				.concat(found.stream(), read(range, start, end).stream().filter(wanted))
				.sorted(NEWEST_FIRST)
				.limit(most)
				.toList();
			settled = more.size() == most && more.equals(found);
			found = more;
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
