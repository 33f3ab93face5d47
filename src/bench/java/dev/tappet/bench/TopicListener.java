package dev.tappet.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.MessageListener;

/**
 * The listener container of spring-kafka, at its defaults but for how long it polls while
 * there is nothing to do.
 */
final class TopicListener implements Candidate {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration POLL = Duration.ofMillis(200);

	private static final Duration POLL_WHILE_PAUSED = Duration.ofMillis(2);

	private final ConcurrentMessageListenerContainer<byte[], byte[]> container;

	private final Handled handled;

	private TopicListener(BenchKafka kafka, String topic, AckMode mode, Object listener, Handled handled) {
		this.handled = handled;
		ContainerProperties properties = new ContainerProperties(topic);
		properties.setGroupId(topic);
		properties.setAckMode(mode);
		properties.setMessageListener(listener);
		properties.setPollTimeout(POLL.toMillis());
		properties.setPollTimeoutWhilePaused(POLL_WHILE_PAUSED);
		this.container = new ConcurrentMessageListenerContainer<>(new DefaultKafkaConsumerFactory<>(
				kafka.consumer(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer()), properties);
		this.container.start();
		await(() -> !this.container.getAssignedPartitions().isEmpty());
		rest();
	}

	/** One record after the other. */
	static TopicListener records(BenchKafka kafka, String topic, AckMode mode, Handled handled) {
		MessageListener<byte[], byte[]> listener = (record) -> handled.accept(record.value());
		return new TopicListener(kafka, topic, mode, listener, handled);
	}

	/** All records of a poll. */
	static TopicListener batches(BenchKafka kafka, String topic, Handled handled) {
		BatchMessageListener<byte[], byte[]> listener = (records) -> accept(records, handled);
		return new TopicListener(kafka, topic, AckMode.BATCH, listener, handled);
	}

	private static void accept(List<ConsumerRecord<byte[], byte[]>> records, Handled handled) {
		records.forEach((record) -> handled.accept(record.value()));
	}

	private static void await(BooleanSupplier reached) {
		Handled.await(() -> reached.getAsBoolean() ? 1 : 0, 1, PATIENCE);
		if (!reached.getAsBoolean()) {
			throw new IllegalStateException("the container does not get on");
		}
	}

	@Override
	public long run(int messages) {
		this.container.resume();
		return this.handled.await(messages);
	}

	@Override
	public void rest() {
		this.container.pause();
		await(this.container::isContainerPaused);
	}

	@Override
	public void close() {
		this.container.stop();
	}

}
