package dev.tappet.source.kafka.poll;

import java.util.ArrayList;
import java.util.List;

import dev.tappet.source.ReadBuffer;
import dev.tappet.source.kafka.value.ValueFormats;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the next poll may bring: nothing of a partition of which enough is in
 * hands, and nothing at all where there is no memory. Polling itself goes on. It belongs
 * to the thread that polls.
 */
final class Flow {

	/** A poll may bring more than that, which is then taken all the same. */
	private static final long LEAST = ReadBuffer.room(32 << 10);

	private final Feed feed;

	private final ReadBuffer.Share share;

	private long reserved;

	Flow(Feed feed, ReadBuffer.Share share) {
		this.feed = feed;
		this.share = share;
	}

	/** What a record takes. */
	static long room(ConsumerRecord<byte[], byte[]> record) {
		long bytes = ReadBuffer.BESIDE;
		bytes += Math.max(0, record.serializedKeySize());
		bytes += Math.max(0, record.serializedValueSize());
		return ReadBuffer.room(bytes);
	}

	/** Tells the consumer what to read next. */
	void set(Consumer<?, ?> consumer, List<Partition> partitions) {
		boolean open = this.feed.reads(partitions);
		List<TopicPartition> pause = new ArrayList<>();
		List<TopicPartition> resume = new ArrayList<>();
		boolean reads = false;
		boolean room = true;
		for (Partition partition : partitions) {
			boolean wants = open && !partition.preparing() && this.feed.reads(partition);
			if (wants && !reads) {
				room = reserve();
			}
			wants &= room;
			reads |= wants;
			if (wants == partition.paused()) {
				(wants ? resume : pause).add(partition.id());
				partition.setPaused(!wants);
			}
		}
		apply(consumer, pause, resume);
	}

	private boolean reserve() {
		if (this.reserved == 0) {
			this.reserved = this.share.reserve(LEAST, LEAST, System.nanoTime());
		}
		return this.reserved > 0;
	}

	/** A partition that has just been taken away must not end the others. */
	private static void apply(Consumer<?, ?> consumer, List<TopicPartition> pause, List<TopicPartition> resume) {
		if (pause.isEmpty() && resume.isEmpty()) {
			return;
		}
		pause.retainAll(consumer.assignment());
		resume.retainAll(consumer.assignment());
		consumer.pause(pause);
		consumer.resume(resume);
	}

	/** Takes what a poll has brought. */
	void take(@Nullable ConsumerRecords<byte[], byte[]> records, Assignment assignment, ValueFormats.Pair formats) {
		long room = 0;
		if (records != null) {
			for (TopicPartition id : records.partitions()) {
				Partition partition = assignment.find(id);
				if (partition != null) {
					for (ConsumerRecord<byte[], byte[]> record : records.records(id)) {
						long own = room(record);
						room += own;
						partition.window().fetch(record.offset(), new KafkaMessage(record, formats), own);
					}
				}
			}
			records.nextOffsets().forEach((id, next) -> {
				Partition partition = assignment.find(id);
				if (partition != null) {
					partition.window().moveTo(next.offset());
				}
			});
		}
		settle(room);
	}

	private void settle(long room) {
		if (room > this.reserved) {
			this.share.add(room - this.reserved);
		}
		else if (room < this.reserved) {
			this.share.release(this.reserved - room);
		}
		this.reserved = 0;
	}

}
