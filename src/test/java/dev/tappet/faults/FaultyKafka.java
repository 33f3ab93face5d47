package dev.tappet.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import dev.tappet.source.kafka.KafkaServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/**
 * A Kafka to be stopped, killed and started with its data, and what is in it.
 */
final class FaultyKafka implements AutoCloseable {

	private static final int PARTITIONS = 4;

	private final KafkaServer server = KafkaServer.start();

	private final Admin admin = Admin.create(Map.of("bootstrap.servers", this.server.direct()));

	private final KafkaProducer<String, String> producer = new KafkaProducer<>(
			Map.of("bootstrap.servers", this.server.direct(), "linger.ms", 0, "request.timeout.ms", 2000,
					"delivery.timeout.ms", 4000, "max.block.ms", 4000),
			new StringSerializer(), new StringSerializer());

	private final KafkaConsumer<String, String> reader = new KafkaConsumer<>(Map.of("bootstrap.servers",
			this.server.direct(), "auto.offset.reset", "earliest", "allow.auto.create.topics", false),
			new StringDeserializer(), new StringDeserializer());

	private final Map<String, List<String>> letters = new HashMap<>();

	private final AtomicBoolean down = new AtomicBoolean();

	/** Makes a topic of several partitions. */
	FaultyKafka with(String topic) {
		answer(this.admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
			.all()
			.toCompletionStage()
			.toCompletableFuture());
		return this;
	}

	private static <T> T answer(Future<T> future) {
		try {
			return future.get(30, TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Where a worker talks to it: each of two ways can be cut. */
	String place(int number) {
		return "127.0.0.1:" + proxy(number).port();
	}

	FaultyProxy proxy(int number) {
		return (number % 2 == 0) ? this.server.one() : this.server.two();
	}

	/** Sends a message and waits until it is kept. */
	Object send(String topic, String body) {
		return answer(this.producer.send(new ProducerRecord<>(topic, Steps.id(body), body)));
	}

	/** The values of a topic's dead letters. */
	synchronized List<String> deadLetters(String topic) {
		TopicPartition id = new TopicPartition(topic + "-poison", 0);
		List<String> known = this.letters.computeIfAbsent(topic, (name) -> new ArrayList<>());
		if (this.reader.listTopics().containsKey(id.topic())) {
			this.reader.assign(List.of(id));
			this.reader.seek(id, known.size());
			long end = this.reader.endOffsets(List.of(id)).getOrDefault(id, 0L);
			while (this.reader.position(id) < end) {
				for (ConsumerRecord<String, String> record : this.reader.poll(Duration.ofMillis(200))) {
					known.add(record.value());
				}
			}
		}
		return List.copyOf(known);
	}

	/**
	 * How many records of a topic lie behind what the group of the same name has done.
	 */
	long uncommitted(String topic) {
		List<TopicPartition> ids = IntStream.range(0, PARTITIONS)
			.mapToObj((i) -> new TopicPartition(topic, i))
			.toList();
		Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
		ids.forEach((id) -> latest.put(id, OffsetSpec.latest()));
		Map<TopicPartition, ListOffsetsResultInfo> ends = answer(
				this.admin.listOffsets(latest).all().toCompletionStage().toCompletableFuture());
		Map<TopicPartition, OffsetAndMetadata> committed = answer(this.admin.listConsumerGroupOffsets(topic)
			.partitionsToOffsetAndMetadata()
			.toCompletionStage()
			.toCompletableFuture());
		return ids.stream().mapToLong((id) -> {
			OffsetAndMetadata done = committed.get(id);
			return ends.get(id).offset() - ((done != null) ? done.offset() : 0);
		}).sum();
	}

	/**
	 * Ends the process, as a machine does that loses its power or in order, and starts it
	 * again after a while, in which others go on.
	 * @return whether it was running
	 */
	boolean restart(boolean killed, Runnable pause) {
		if (!this.down.compareAndSet(false, true)) {
			return false;
		}
		Thread.ofVirtual().start(() -> {
			try {
				end(killed);
				pause.run();
				this.server.run();
			}
			finally {
				this.down.set(false);
			}
		});
		return true;
	}

	private void end(boolean killed) {
		if (killed) {
			this.server.kill();
		}
		else {
			this.server.stop();
		}
	}

	/** Waits until it is there again. */
	void awaitUp() {
		Awaitility.await("Kafka to be back").atMost(Duration.ofMinutes(2)).until(() -> !this.down.get());
	}

	void heal() {
		proxy(0).heal();
		proxy(1).heal();
	}

	@Override
	public void close() {
		this.producer.close(Duration.ZERO);
		this.reader.close();
		this.admin.close(Duration.ZERO);
		// A process that is being started has to be ended too.
		awaitUp();
		this.server.close();
	}

}
