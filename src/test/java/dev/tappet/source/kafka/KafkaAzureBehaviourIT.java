package dev.tappet.source.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

import dev.tappet.handler.KafkaEvent;
import dev.tappet.support.Calls;
import dev.tappet.support.TappetService;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users of Azure's Kafka trigger rely on.
 */
class KafkaAzureBehaviourIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final int PARTITIONS = 10;

	@AutoClose
	private static final KafkaServer server = KafkaServer.start();

	private final List<TappetService> services = new ArrayList<>();

	private final Calls calls = new Calls();

	private KafkaBroker broker;

	/** What a value is read into. */
	public record Order(long id, String item) {
	}

	@BeforeEach
	void connect() {
		this.broker = new KafkaBroker(server, PARTITIONS);
		this.broker.create("orders");
		// Whoever writes before there is a leader may wait for long.
		Awaitility.await().atMost(PATIENCE).until(() -> this.broker.unfinished("orders-in", "orders") == 0);
	}

	@AfterEach
	void end() {
		this.services.forEach(TappetService::close);
		this.broker.close();
	}

	private static TappetService.Builder reading() {
		return TappetService.builder().trigger("orders-in", Map.of("kafka.topic", "orders", "handler", "orders-in"));
	}

	private TappetService start(TappetService.Builder builder) {
		this.broker.connect(builder);
		TappetService service = builder.start();
		this.services.add(service);
		return service;
	}

	private void send(String prefix, int first, int last) {
		for (int i = first; i < last; i++) {
			send(i % PARTITIONS, null, utf8(prefix + i));
		}
		this.broker.producer().flush();
	}

	private void send(int partition, byte @Nullable [] key, byte[] value) {
		this.broker.producer().send(new ProducerRecord<>("orders", partition, key, value));
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private void awaitDone() {
		Awaitility.await().atMost(PATIENCE).until(() -> this.broker.unfinished("orders-in", "orders") == 0);
	}

	private void report(String what, int sent) {
		long distinct = this.calls.payloads().stream().distinct().count();
		System.out.printf("Kafka, as Azure's, %s: sent %d, handled %d, doubled %d, lost %d%n", what, sent, distinct,
				this.calls.payloads().size() - distinct, sent - distinct);
		assertThat(distinct).isEqualTo(sent);
		assertThat(this.calls.payloads()).hasSize(sent);
	}

	@Test
	void resumesWhereItStopped() {
		TappetService first = start(reading().handler("orders-in", String.class, this.calls::add));
		send("m", 0, 40);
		this.calls.await(40, PATIENCE);
		first.close();
		send("m", 40, 100);
		start(reading().handler("orders-in", String.class, this.calls::add));
		this.calls.await(100, PATIENCE);
		awaitDone();
		report("resumed where it stopped", 100);
	}

	/**
	 * As a function has left them, or whoever else was in the group: without a word of
	 * ours beside the offset, and with words of others.
	 */
	@Test
	void goesOnAtTheOffsetsThatAFunctionHasCommitted() {
		send("m", 0, 100);
		Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
		for (int partition = 0; partition < PARTITIONS - 1; partition++) {
			committed.put(new TopicPartition("orders", partition), new OffsetAndMetadata(4,
					List.of("", "host-1", "tappet", "tappet1", "tappet1:?").get(partition % 5)));
		}
		try (KafkaConsumer<byte[], byte[]> function = new KafkaConsumer<>(
				Map.of("bootstrap.servers", server.direct(), "group.id", "orders-in", "auto.offset.reset", "earliest",
						"enable.auto.commit", false, "partition.assignment.strategy", RangeAssignor.class.getName()),
				new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
			function.subscribe(List.of("orders"));
			Awaitility.await().atMost(PATIENCE).until(() -> !function.poll(Duration.ofMillis(200)).isEmpty());
			function.commitSync(committed);
		}
		start(reading().handler("orders-in", String.class, this.calls::add));
		// The last partition has no offset of anybody, and is read from its beginning.
		this.calls.await(64, PATIENCE);
		awaitDone();
		assertThat(this.calls.payloads()).allMatch((payload) -> {
			int number = Integer.parseInt(payload.substring(1));
			return number >= 4 * PARTITIONS || number % PARTITIONS == PARTITIONS - 1;
		});
		report("went on where a function had committed, 36 of 100 done", 64);
	}

	@Test
	void sharesThePartitionsAmongTwoHosts() {
		Calls other = new Calls();
		start(reading().handler("orders-in", String.class, this.calls::add));
		start(reading().handler("orders-in", String.class, (payload, context) -> {
			other.add(payload, context);
			this.calls.add(payload, context);
		}));
		Awaitility.await().atMost(PATIENCE).until(this::isShared);
		send("m", 0, 120);
		this.calls.await(120, PATIENCE);
		awaitDone();
		System.out.printf("Kafka, as Azure's, two hosts: %d and %d%n", 120 - other.count(), other.count());
		assertThat(other.count()).isEqualTo(60);
		report("2 hosts, 10 partitions", 120);
	}

	private boolean isShared() {
		return Objects
			.requireNonNull(KafkaBroker.answer(this.broker.admin().describeConsumerGroups(List.of("orders-in")).all())
				.get("orders-in"))
			.members()
			.stream()
			.filter((member) -> member.assignment().topicPartitions().size() == PARTITIONS / 2)
			.count() == 2;
	}

	@Test
	void commitsInOrder() {
		Semaphore gate = new Semaphore(0);
		start(reading().setting("tappet.triggers.orders-in.concurrency", 10)
			.handler("orders-in", String.class, (payload, context) -> {
				if (payload.equals("m2")) {
					gate.acquire();
				}
				this.calls.add(payload, context);
			}));
		for (int i = 0; i < 10; i++) {
			send(0, null, utf8("m" + i));
		}
		this.calls.await(9, PATIENCE);
		Awaitility.await().atMost(PATIENCE).until(() -> committed() == 2);
		// What ends meanwhile is in the metadata, and moves the offset nowhere.
		assertThat(this.calls.payloads()).doesNotContain("m2").contains("m9");
		gate.release();
		Awaitility.await().atMost(PATIENCE).until(() -> committed() == 10);
		report("commits in order", 10);
	}

	private long committed() {
		return Objects.requireNonNull(this.broker.committed("orders-in").get(new TopicPartition("orders", 0))).offset();
	}

	@Test
	void givesManyToAHandlerOfLists() {
		send("m", 0, 500);
		start(reading().setting("tappet.triggers.orders-in.kafka.count", 20)
			.batchHandler("orders-in", KafkaEvent.class, (batch, context) -> {
				assertThat(batch).extracting(KafkaEvent::partition).containsOnly(batch.getFirst().partition());
				assertThat(batch).extracting(KafkaEvent::offset).isSorted();
				this.calls.add(batch.stream().map(KafkaEvent::value).toList(), context);
			}));
		Awaitility.await().atMost(PATIENCE).until(() -> this.calls.payloads().size() >= 500);
		awaitDone();
		List<Integer> sizes = this.calls.all().stream().map((call) -> call.payloads().size()).toList();
		System.out.printf("Kafka, as Azure's, many: %d calls, the largest of %d%n", sizes.size(),
				sizes.stream().mapToInt(Integer::intValue).max().orElse(0));
		assertThat(sizes).allMatch((size) -> size <= 20).anyMatch((size) -> size > 1);
		report("many at once", 500);
	}

	@Test
	void givesKeysOfEveryType() {
		Map<String, @Nullable String> keys = Collections.synchronizedMap(new TreeMap<>());
		start(reading().handler("orders-in", KafkaEvent.class, (event, context) -> {
			keys.put(String.valueOf(event.value()), event.key());
			assertThat(context.headers().get("kafka-key")).isEqualTo(event.key());
			this.calls.add(String.valueOf(event.value()), context);
		}));
		send(0, utf8("k\u00f6rper"), utf8("text"));
		send(0, null, utf8("none"));
		send(0, new byte[0], utf8("empty"));
		send(0, ByteBuffer.allocate(8).putLong(72).array(), utf8("long"));
		this.calls.await(4, PATIENCE);
		awaitDone();
		assertThat(keys).containsEntry("text", "k\u00f6rper")
			.containsEntry("none", null)
			.containsEntry("empty", "")
			.containsEntry("long", "\0\0\0\0\0\0\0H");
		report("keys as text", 4);
	}

	@Test
	void readsAvro(@TempDir Path folder) throws IOException {
		Schema schema = new Schema.Parser()
			.parse("""
					{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"item","type":"string"}]}""");
		Path file = Files.writeString(folder.resolve("order.avsc"), schema.toString());
		GenericRecord tea = new GenericData.Record(schema);
		tea.put("id", 12L);
		tea.put("item", "tea");
		TappetService.Builder builder = TappetService.builder();
		for (String name : List.of("generic", "record", "text")) {
			builder.trigger(name, Map.of("kafka.topic", "orders", "kafka.group", name, "kafka.value-format", "avro",
					"kafka.avro-schema", file.toUri(), "handler", name));
		}
		builder.handler("generic", GenericRecord.class, (order, context) -> {
			assertThat(order).isEqualTo(tea);
			this.calls.add("generic", context);
		}).handler("record", Order.class, (order, context) -> {
			assertThat(order).isEqualTo(new Order(12, "tea"));
			this.calls.add("record", context);
		}).handler("text", String.class, (order, context) -> {
			assertThat(order).isEqualToIgnoringWhitespace("{\"id\":12,\"item\":\"tea\"}");
			this.calls.add("text", context);
		});
		start(builder);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
		new GenericDatumWriter<GenericRecord>(schema).write(tea, encoder);
		encoder.flush();
		send(3, null, bytes.toByteArray());
		this.calls.await(3, PATIENCE);
		report("Avro as three types", 3);
	}

	@Test
	void handsTheTraceOn() {
		String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
		start(reading().handler("orders-in", String.class, this.calls::add));
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("orders", utf8("m"));
		record.headers().add("traceparent", utf8(trace));
		this.broker.producer().send(record);
		this.calls.await(1, PATIENCE);
		assertThat(this.calls.all().getFirst().context().headers()).containsEntry("traceparent", trace);
		report("traceparent", 1);
	}

}
