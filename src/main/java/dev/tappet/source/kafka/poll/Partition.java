package dev.tappet.source.kafka.poll;

import dev.tappet.source.kafka.commit.PartitionWindow;
import dev.tappet.source.kafka.commit.Slot;
import org.apache.kafka.common.TopicPartition;

/**
 * A partition that this worker has. All but {@link #gone()} belongs to the thread that
 * polls.
 */
final class Partition {

	private final TopicPartition id;

	private final PartitionWindow<KafkaMessage> window;

	private volatile boolean gone;

	/** Whether the consumer has been told to read none of it. */
	private boolean paused;

	/** Whether a record waits for what it takes to read it. */
	private boolean preparing;

	Partition(TopicPartition id, PartitionWindow<KafkaMessage> window) {
		this.id = id;
		this.window = window;
	}

	TopicPartition id() {
		return this.id;
	}

	PartitionWindow<KafkaMessage> window() {
		return this.window;
	}

	/** Whether it is another worker's by now: what is decided on its records is void. */
	boolean gone() {
		return this.gone;
	}

	/** It is another worker's from now on. */
	void leave() {
		this.gone = true;
		this.window.close();
	}

	boolean paused() {
		return this.paused;
	}

	void setPaused(boolean paused) {
		this.paused = paused;
	}

	boolean preparing() {
		return this.preparing;
	}

	void setPreparing(boolean preparing) {
		this.preparing = preparing;
	}

	/** A record of this partition. */
	record Held(Partition partition, Slot<KafkaMessage> slot) {

		boolean gone() {
			return this.partition.gone();
		}

	}

}
