package dev.tappet.source.kafka.poll;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions have a record in a handler, where each may have one at a time. It is
 * there until the handler has ended, though its time may have been up before, and though
 * the partition may have gone and come back meanwhile. Any thread may call it.
 */
final class Occupancy {

	private final boolean strict;

	private final Set<TopicPartition> occupied = ConcurrentHashMap.newKeySet();

	/**
	 * Nothing is occupied yet.
	 * @param strict whether a partition may have one record at a time only
	 */
	Occupancy(boolean strict) {
		this.strict = strict;
	}

	/** Whether another record of a partition may run. */
	boolean isFree(TopicPartition id) {
		return !this.strict || !this.occupied.contains(id);
	}

	/** A record of a partition is handed on. */
	void enter(TopicPartition id) {
		if (this.strict) {
			this.occupied.add(id);
		}
	}

	/** Its handler has ended. */
	void leave(TopicPartition id) {
		if (this.strict) {
			this.occupied.remove(id);
		}
	}

}
