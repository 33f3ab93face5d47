package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of this worker in which nothing is in hands, for whoever asks whether
 * records that wait there should have come. The thread that polls looks; any thread asks.
 */
final class Untouched {

	/** Looking costs little, but polls may follow each other closely. */
	private static final long PAUSE = Duration.ofSeconds(1).toNanos();

	private volatile Map<TopicPartition, Long> positions = Map.of();

	private boolean looked;

	private long lookedAt;

	/**
	 * Looks, unless it has just done so.
	 * @param partitions those of this worker
	 * @param now the time of {@link System#nanoTime()}
	 */
	void look(List<Partition> partitions, long now) {
		if (this.looked && now - this.lookedAt < PAUSE) {
			return;
		}
		this.looked = true;
		this.lookedAt = now;
		Map<TopicPartition, Long> found = new HashMap<>();
		for (Partition partition : partitions) {
			long rests = partition.window().restsAt();
			if (rests >= 0) {
				found.put(partition.id(), rests);
			}
		}
		this.positions = Map.copyOf(found);
	}

	/** There are none any more. */
	void clear() {
		this.looked = false;
		this.positions = Map.of();
	}

	/** Where reading goes on in each of them. */
	Map<TopicPartition, Long> positions() {
		return this.positions;
	}

}
