package dev.tappet.source.kafka.place;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks up when records were written. One consumer serves all who ask about a cluster,
 * opened with the first question, since each takes connections to its brokers.
 */
public final class RecordTimes implements AutoCloseable {

	private static final Duration POLL = Duration.ofMillis(50);

	private static final Duration CLOSING = Duration.ofSeconds(1);

	/** As much as one batch of most producers, for one record is all that is wanted. */
	private static final int LEAST = 32 << 10;

	private static final int MOST = 1 << 20;

	private final ReentrantLock asking = new ReentrantLock();

	private final Place place;

	private @Nullable Consumer<byte[], byte[]> consumer;

	private boolean closed;

	RecordTimes(Place place) {
		this.place = place;
	}

	/**
	 * A place in a partition.
	 *
	 * @param offset the offset of a record, or the first after it that may be one
	 * @param end where the partition ended when that was last seen
	 */
	public record Spot(long offset, long end) {
	}

	/**
	 * When the first records from some offsets on were written.
	 * @param spots which records
	 * @param patience how long to look at most
	 * @return the timestamps that were found, in milliseconds since 1970
	 * @throws InterruptedException if nobody waits any more
	 */
	public Map<TopicPartition, Long> at(Map<TopicPartition, Spot> spots, Duration patience)
			throws InterruptedException {
		long until = System.nanoTime() + patience.toNanos();
		if (!this.asking.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
			return Map.of();
		}
		try {
			return this.closed ? Map.of() : look(spots, until);
		}
		catch (RuntimeException ex) {
			end();
			throw ex;
		}
		finally {
			this.asking.unlock();
		}
	}

	private Map<TopicPartition, Long> look(Map<TopicPartition, Spot> spots, long until) {
		Consumer<byte[], byte[]> reading = open();
		Set<TopicPartition> wanted = new HashSet<>(spots.keySet());
		Map<TopicPartition, Long> found = new HashMap<>();
		reading.assign(wanted);
		spots.forEach((id, spot) -> reading.seek(id, spot.offset()));
		while (!wanted.isEmpty() && System.nanoTime() - until < 0) {
			ConsumerRecords<byte[], byte[]> records = reading.poll(POLL);
			for (ConsumerRecord<byte[], byte[]> record : records) {
				TopicPartition id = new TopicPartition(record.topic(), record.partition());
				if (wanted.remove(id)) {
					found.put(id, record.timestamp());
					reading.pause(List.of(id));
				}
			}
			// Behind a record that was compacted away there may be none.
			records.nextOffsets().forEach((id, next) -> {
				Spot spot = spots.get(id);
				if (spot != null && next.offset() >= spot.end()) {
					wanted.remove(id);
				}
			});
		}
		reading.unsubscribe();
		return found;
	}

	private Consumer<byte[], byte[]> open() {
		Consumer<byte[], byte[]> current = this.consumer;
		if (current == null) {
			Map<String, Object> own = new HashMap<>();
			own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
			own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
			own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
			own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
			own.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, LEAST);
			own.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST);
			own.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
			// One by one, or what was read already would be read again beside the rest.
			own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
			own.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
			current = this.place.consumer(own);
			this.consumer = current;
		}
		return current;
	}

	private void end() {
		Consumer<byte[], byte[]> current = this.consumer;
		this.consumer = null;
		if (current != null) {
			current.close(CloseOptions.timeout(CLOSING));
		}
	}

	@Override
	public void close() {
		this.asking.lock();
		try {
			this.closed = true;
			end();
		}
		finally {
			this.asking.unlock();
		}
	}

}
