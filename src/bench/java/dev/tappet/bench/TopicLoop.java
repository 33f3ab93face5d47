package dev.tappet.bench;

import java.time.Duration;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The loop that one writes oneself: poll, handle, commit what was polled without waiting
 * for the answer.
 */
final class TopicLoop implements Candidate {

	private static final Duration WAIT = Duration.ofSeconds(1);

	private final KafkaConsumer<byte[], byte[]> consumer;

	private final Handled handled;

	/** Joins the group of the topic's name, and rests. */
	TopicLoop(BenchKafka kafka, String topic, Handled handled) {
		this.consumer = new KafkaConsumer<>(kafka.consumer(topic), new ByteArrayDeserializer(),
				new ByteArrayDeserializer());
		this.handled = handled;
		this.consumer.subscribe(List.of(topic));
		while (this.consumer.assignment().isEmpty()) {
			this.consumer.poll(Duration.ofMillis(100));
		}
		this.consumer.assignment().forEach(this.consumer::position);
		rest();
	}

	@Override
	public long run(int messages) {
		this.consumer.resume(this.consumer.paused());
		int done = 0;
		while (done < messages) {
			ConsumerRecords<byte[], byte[]> records = this.consumer.poll(WAIT);
			for (ConsumerRecord<byte[], byte[]> record : records) {
				this.handled.accept(record.value());
			}
			done += records.count();
			if (!records.isEmpty()) {
				this.consumer.commitAsync();
			}
		}
		this.consumer.commitSync();
		return System.nanoTime();
	}

	@Override
	public void rest() {
		this.consumer.pause(this.consumer.assignment());
	}

	@Override
	public void close() {
		this.consumer.close();
	}

}
