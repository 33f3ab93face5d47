package dev.tappet.source.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import dev.tappet.faults.FaultyProxy;
import dev.tappet.source.Broker;
import dev.tappet.support.TappetService;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Kafka, as the conformance suite uses it. The process is started once.
 */
final class KafkaBroker implements Broker {

	private final KafkaServer server;

	private final Admin admin;

	private final Producer<byte[], byte[]> producer;

	private final int partitions;

	private FaultyProxy proxy;

	KafkaBroker(KafkaServer server, int partitions) {
		this.server = server;
		this.partitions = partitions;
		this.proxy = server.one();
		Map<String, Object> properties = new HashMap<>(
				Map.of("bootstrap.servers", server.direct(), "max.request.size", 33554432));
		this.admin = Admin.create(Map.of("bootstrap.servers", server.direct()));
		this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
	}

	Admin admin() {
		return this.admin;
	}

	Producer<byte[], byte[]> producer() {
		return this.producer;
	}

	static <T> T answer(KafkaFuture<T> future) {
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

	@Override
	public void connect(TappetService.Builder service) {
		service.setting("spring.kafka.bootstrap-servers", "127.0.0.1:" + this.proxy.port());
	}

	@Override
	public Map<String, Object> reading(String... queues) {
		create(queues);
		return Map.of("kafka.topic", String.join(",", queues));
	}

	void create(String... topics) {
		Set<String> there = answer(this.admin.listTopics().names());
		List<NewTopic> missing = Arrays.stream(topics)
			.filter((topic) -> !there.contains(topic))
			.map((topic) -> new NewTopic(topic, this.partitions, (short) 1))
			.toList();
		answer(this.admin.createTopics(missing).all());
	}

	@Override
	public Map<String, Object> readingAtMost(int count) {
		return Map.of("kafka.count", count);
	}

	@Override
	public void send(String queue, List<byte[]> payloads) {
		create(queue);
		payloads.forEach((payload) -> this.producer.send(new ProducerRecord<>(queue, payload)));
		this.producer.flush();
	}

	private List<TopicPartition> partitions(String topic) {
		return IntStream.range(0, this.partitions).mapToObj((i) -> new TopicPartition(topic, i)).toList();
	}

	private Map<TopicPartition, Long> offsets(String topic, OffsetSpec which) {
		Map<TopicPartition, Long> offsets = new HashMap<>();
		Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
		partitions(topic).forEach((partition) -> wanted.put(partition, which));
		answer(this.admin.listOffsets(wanted).all()).forEach((id, found) -> offsets.put(id, found.offset()));
		return offsets;
	}

	Map<TopicPartition, OffsetAndMetadata> committed(String group) {
		return answer(this.admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
	}

	@Override
	public long unfinished(String trigger, String queue) {
		Map<TopicPartition, Long> ends = offsets(queue, OffsetSpec.latest());
		Map<TopicPartition, Long> starts = offsets(queue, OffsetSpec.earliest());
		Map<TopicPartition, OffsetAndMetadata> committed = committed(trigger);
		return partitions(queue).stream()
			.mapToLong((id) -> ends.getOrDefault(id, 0L) - next(committed.get(id), starts.getOrDefault(id, 0L)))
			.sum();
	}

	private static long next(@Nullable OffsetAndMetadata committed, long start) {
		return (committed != null) ? Math.max(committed.offset(), start) : start;
	}

	@Override
	public List<Letter> deadLetters(String trigger, String queue) {
		return records(queue + "-poison").stream().map(KafkaBroker::letter).toList();
	}

	List<ConsumerRecord<byte[], byte[]>> records(String topic) {
		if (!answer(this.admin.listTopics().names()).contains(topic)) {
			return List.of();
		}
		List<TopicPartition> ids = answer(this.admin.describeTopics(List.of(topic)).allTopicNames()).values()
			.stream()
			.flatMap((found) -> found.partitions().stream())
			.map((each) -> new TopicPartition(topic, each.partition()))
			.toList();
		List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", this.server.direct(), "auto.offset.reset", "earliest"),
				new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
			consumer.assign(ids);
			Map<TopicPartition, Long> ends = consumer.endOffsets(ids);
			while (ids.stream().anyMatch((id) -> consumer.position(id) < ends.getOrDefault(id, 0L))) {
				consumer.poll(Duration.ofMillis(200)).forEach(records::add);
			}
		}
		return records;
	}

	private static Letter letter(ConsumerRecord<byte[], byte[]> record) {
		return new Letter(header(record, "trigger"), header(record, "source"), header(record, "id"),
				Integer.parseInt(header(record, "attempts")), header(record, "reason"),
				Instant.parse(header(record, "failed-at")), (record.value() != null) ? record.value() : new byte[0]);
	}

	static String header(ConsumerRecord<?, ?> record, String name) {
		Header header = record.headers().lastHeader("tappet-" + name);
		return new String(header.value(), StandardCharsets.UTF_8);
	}

	@Override
	public void assertSettled() {
		// What is done is behind the committed offset, and that is what unfinished tells.
	}

	@Override
	public void assertNothingLeft(String instance) {
		answer(this.admin.describeConsumerGroups(groups()).all()).values()
			.forEach(
					(group) -> assertThat(group.members()).noneMatch((member) -> member.clientId().contains(instance)));
	}

	private Collection<String> groups() {
		return answer(this.admin.listGroups().all()).stream().map((group) -> group.groupId()).toList();
	}

	@Override
	public void clear() {
		Set<String> topics = topics();
		delete(topics);
		create(topics.toArray(String[]::new));
	}

	private Set<String> topics() {
		return answer(this.admin.listTopics().names());
	}

	private void delete(Set<String> topics) {
		answer(this.admin.deleteTopics(topics).all());
		Awaitility.await().until(() -> topics().stream().noneMatch(topics::contains));
	}

	@Override
	public void breakIt() {
		this.server.one().refuse();
		this.server.two().refuse();
	}

	@Override
	public void cutOff() {
		this.server.one().refuse();
		this.proxy = this.server.two();
	}

	@Override
	public void mend() {
		this.server.one().heal();
		this.server.two().heal();
	}

	@Override
	public void close() {
		this.producer.close();
		delete(topics());
		Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
			answer(this.admin.deleteConsumerGroups(groups()).all());
			assertThat(groups()).isEmpty();
		});
		this.admin.close();
	}

}
