package dev.tappet.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.tappet.source.kafka.KafkaServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The Kafka of the benchmark: one broker in a process of its own, compiled as in
 * production and with little to keep.
 */
final class BenchKafka implements Server, AutoCloseable {

	private static final long PATIENCE = 60;

	private final KafkaServer server;

	private final ProcessHandle process;

	private final Admin admin;

	private BenchKafka(KafkaServer server) {
		this.server = server;
		this.process = ProcessHandle.of(server.pid()).orElseThrow();
		this.admin = Admin.create(Map.of("bootstrap.servers", server.direct()));
	}

	static BenchKafka start() {
		return new BenchKafka(KafkaServer.start(List.of("-Xmx512m", "-Xms512m", "-XX:+UseSerialGC"),
				// What has been read is in the way of the disk.
				"log.retention.check.interval.ms=2000", "log.segment.delete.delay.ms=0", "log.segment.bytes=33554432"));
	}

	String place() {
		return this.server.direct();
	}

	Admin admin() {
		return this.admin;
	}

	void create(String topic, int partitions) {
		answer(this.admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all());
	}

	static <T> T answer(KafkaFuture<T> future) {
		try {
			return future.get(PATIENCE, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A producer for messages in great number, or each at once. */
	Producer<byte[], byte[]> producer(int linger) {
		return new KafkaProducer<>(
				Map.of("bootstrap.servers", place(), "linger.ms", linger, "batch.size", 131072, "acks", "1",
						"enable.idempotence", false, "buffer.memory", 67108864L),
				new ByteArraySerializer(), new ByteArraySerializer());
	}

	/** What every consumer is given: what Tappet gives its own, as far as it matters. */
	Map<String, Object> consumer(String group) {
		return Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, place(), ConsumerConfig.GROUP_ID_CONFIG, group,
				ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
				ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) Duration.ofHours(1).toMillis());
	}

	/** Tappet, with this as its default connection. */
	MeasuredService service(Bench bench, Handled handled, List<MeasuredService.TriggerSettings> triggers) {
		return MeasuredService.start(bench.redis().port(), handled, triggers,
				"spring.kafka.bootstrap-servers=" + place());
	}

	@Override
	public double cpu() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
	}

	@Override
	public void close() {
		this.admin.close(Duration.ofSeconds(5));
		this.server.close();
	}

}
