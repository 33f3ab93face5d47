package dev.tappet.source.kafka.place;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.tappet.source.kafka.connection.KafkaClients;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster. What asks it and what writes to it is opened once it is needed, and shared;
 * consumers belong to whoever opens them.
 */
public final class Place implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/** A dead letter is as large as its record, and a topic says how large those are. */
	private static final int LARGEST = 128 << 20;

	private final KafkaClients clients;

	private final RecordTimes times = new RecordTimes(this);

	private @Nullable Admin admin;

	private @Nullable Producer<byte[], byte[]> producer;

	private boolean closed;

	Place(KafkaClients clients) {
		this.clients = clients;
	}

	/**
	 * How the cluster is reached.
	 * @return the clients
	 */
	public KafkaClients clients() {
		return this.clients;
	}

	/**
	 * Who can be asked about the cluster.
	 * @return the client
	 */
	public synchronized Admin admin() {
		checkOpen();
		Admin current = this.admin;
		if (current == null) {
			current = Admin.create(this.clients.admin());
			this.admin = current;
		}
		return current;
	}

	/**
	 * Writes a record, and waits until all replicas have it.
	 * @param record the record
	 * @param patience how long to wait
	 * @throws ExecutionException if it cannot be written
	 * @throws TimeoutException if nobody confirms it
	 * @throws InterruptedException if nobody waits any more
	 */
	public void write(ProducerRecord<byte[], byte[]> record, Duration patience)
			throws ExecutionException, TimeoutException, InterruptedException {
		Producer<byte[], byte[]> current = producer();
		try {
			current.send(record).get(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			replace(current, ex.getCause());
			throw ex;
		}
		catch (KafkaException ex) {
			replace(current, ex);
			throw ex;
		}
	}

	/**
	 * A client that was refused for what it is does not try again, whatever becomes of
	 * its credentials and rights.
	 */
	private synchronized void replace(Producer<byte[], byte[]> failed, @Nullable Throwable failure) {
		boolean passing = failure instanceof RetriableException || failure instanceof RecordTooLargeException;
		if (!passing && this.producer == failed && !this.closed) {
			this.producer = null;
			Thread.ofVirtual().name("tappet-kafka-end").start(() -> failed.close(PATIENCE));
		}
	}

	private synchronized Producer<byte[], byte[]> producer() {
		checkOpen();
		Producer<byte[], byte[]> current = this.producer;
		if (current == null) {
			Map<String, Object> properties = new HashMap<>(this.clients.producer());
			properties.put(ProducerConfig.ACKS_CONFIG, "all");
			properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
			properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST);
			properties.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) LARGEST);
			properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000L);
			current = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
			this.producer = current;
		}
		return current;
	}

	/**
	 * Opens a consumer.
	 * @param own properties that decide over those of the connection
	 * @return the consumer, which the caller closes
	 */
	public Consumer<byte[], byte[]> consumer(Map<String, Object> own) {
		Map<String, Object> properties = new HashMap<>(this.clients.consumer());
		properties.putAll(own);
		return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
	}

	/**
	 * When records were written.
	 * @return whom to ask
	 */
	public RecordTimes times() {
		return this.times;
	}

	private void checkOpen() {
		if (this.closed) {
			throw new IllegalStateException("the service has ended");
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.times.close();
		if (this.admin != null) {
			this.admin.close(PATIENCE);
		}
		if (this.producer != null) {
			this.producer.close(PATIENCE);
		}
	}

}
