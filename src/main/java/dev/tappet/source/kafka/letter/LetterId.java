package dev.tappet.source.kafka.letter;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a dead letter lies, which is how an operator names it.
 *
 * @param partition the partition
 * @param offset the offset in it
 */
record LetterId(TopicPartition partition, long offset) {

	static LetterId of(ConsumerRecord<?, ?> record) {
		return new LetterId(new TopicPartition(record.topic(), record.partition()), record.offset());
	}

	/** The place of an id, or null where it is none. */
	static @Nullable LetterId parse(String id) {
		int last = id.lastIndexOf('-');
		int middle = id.lastIndexOf('-', last - 1);
		try {
			return (middle <= 0) ? null
					: new LetterId(
							new TopicPartition(id.substring(0, middle),
									Integer.parseInt(id.substring(middle + 1, last))),
							Long.parseLong(id.substring(last + 1)));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	@Override
	public String toString() {
		return this.partition + "-" + this.offset;
	}

}
