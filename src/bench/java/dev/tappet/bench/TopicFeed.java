package dev.tappet.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A backlog in a topic, for a group that rests while it is laid up. What lies before it
 * is deleted.
 */
final class TopicFeed implements Feed {

	private static final int LINGER = 20;

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final BenchKafka kafka;

	private final String topic;

	private final List<TopicPartition> partitions;

	private final byte[] payload;

	/** Makes the topic, whose readers are the group of the same name. */
	TopicFeed(BenchKafka kafka, String topic, int partitions, Payloads payloads) {
		this.kafka = kafka;
		this.topic = topic;
		this.partitions = IntStream.range(0, partitions).mapToObj((i) -> new TopicPartition(topic, i)).toList();
		this.payload = payloads.message(0);
		kafka.create(topic, partitions);
	}

	@Override
	public void stage(int messages) {
		delete();
		try (Producer<byte[], byte[]> producer = this.kafka.producer(LINGER)) {
			for (int i = 0; i < messages; i++) {
				producer.send(new ProducerRecord<>(this.topic, i % this.partitions.size(), null, this.payload));
			}
		}
	}

	private void delete() {
		Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
		ends().forEach((id, end) -> all.put(id, RecordsToDelete.beforeOffset(end)));
		BenchKafka.answer(this.kafka.admin().deleteRecords(all).all());
	}

	private Map<TopicPartition, Long> ends() {
		Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
		this.partitions.forEach((id) -> latest.put(id, OffsetSpec.latest()));
		Map<TopicPartition, Long> ends = new HashMap<>();
		Map<TopicPartition, ListOffsetsResultInfo> found = BenchKafka
			.answer(this.kafka.admin().listOffsets(latest).all());
		found.forEach((id, end) -> ends.put(id, end.offset()));
		return ends;
	}

	@Override
	public void release() {
		// Whoever reads it goes on by itself.
	}

	/** A listener that commits behind its handlers may do so still. */
	@Override
	public long left() {
		Handled.await(() -> -uncommitted(), 0, PATIENCE);
		return uncommitted();
	}

	private long uncommitted() {
		Map<TopicPartition, OffsetAndMetadata> committed = BenchKafka
			.answer(this.kafka.admin().listConsumerGroupOffsets(this.topic).partitionsToOffsetAndMetadata());
		long left = 0;
		for (Map.Entry<TopicPartition, Long> end : ends().entrySet()) {
			OffsetAndMetadata known = committed.get(end.getKey());
			left += end.getValue() - ((known != null) ? known.offset() : 0);
		}
		return left;
	}

}
