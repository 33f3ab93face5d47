package dev.tappet.source.kafka.poll;

import java.util.function.LongConsumer;

import dev.tappet.source.kafka.commit.Marks;
import dev.tappet.source.kafka.commit.MetadataLimit;
import dev.tappet.source.kafka.commit.PartitionWindow;
import dev.tappet.source.kafka.commit.Slot;
import dev.tappet.source.kafka.commit.WindowSettings;
import org.apache.kafka.common.TopicPartition;

/**
 * A partition that this worker has. All but {@link #gone()} and whether it is free
 * belongs to the thread that polls.
 */
final class Partition {

	private final TopicPartition id;

	private final PartitionWindow<KafkaMessage> window;

	private final Occupancy occupancy;

	private volatile boolean gone;

	/** Whether the consumer has been told to read none of it. */
	private boolean paused;

	/** Whether a record waits for what it takes to read it. */
	private boolean preparing;

	private Partition(TopicPartition id, PartitionWindow<KafkaMessage> window, Occupancy occupancy) {
		this.id = id;
		this.window = window;
		this.occupancy = occupancy;
	}

	/**
	 * Makes the partitions of a trigger.
	 *
	 * @param settings what bounds their windows
	 * @param limit how much a commit may say of one
	 * @param released told of the room of what is done
	 * @param occupancy which of them have a record in a handler
	 */
	record Maker(WindowSettings settings, MetadataLimit limit, LongConsumer released, Occupancy occupancy) {

		Partition make(TopicPartition id, Marks marks) {
			return new Partition(id, new PartitionWindow<>(marks, this.settings, this.limit, this.released),
					this.occupancy);
		}

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

	/** Whether its next record cannot begin, however many are asked for. */
	boolean isHeldUp() {
		return this.preparing || this.window.isHeldUp();
	}

	/** Whether a record may be handed on, as far as others of the partition go. */
	boolean isFree() {
		return this.occupancy.isFree(this.id);
	}

	/** A record is handed on. */
	void occupy() {
		this.occupancy.enter(this.id);
	}

	/** The handler of a record has ended. */
	void vacate() {
		this.occupancy.leave(this.id);
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
