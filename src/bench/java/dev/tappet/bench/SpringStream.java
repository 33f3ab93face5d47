package dev.tappet.bench;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.stream.Consumer;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.data.redis.stream.StreamMessageListenerContainer;
import org.springframework.data.redis.stream.StreamMessageListenerContainer.StreamMessageListenerContainerOptions;

/**
 * The listener container of Spring Data Redis, with an acknowledgement in the listener.
 */
final class SpringStream implements Candidate {

	/** Reads without a limit, which is the container's default. */
	static final int ALL = 0;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final SpringRedis spring;

	private final byte[] key;

	private final int count;

	private final Handled handled;

	private final LongAdder acknowledged = new LongAdder();

	private @Nullable StreamMessageListenerContainer<byte[], MapRecord<byte[], byte[], byte[]>> container;

	private @Nullable ExecutorService executor;

	SpringStream(SpringRedis spring, String key, int count, Handled handled) {
		this.spring = spring;
		this.key = KeyFeed.bytes(key);
		this.count = count;
		this.handled = handled;
	}

	@Override
	public void prepare() {
		this.acknowledged.reset();
	}

	@Override
	public long run(int messages) {
		ExecutorService polling = Executors.newSingleThreadExecutor();
		var options = StreamMessageListenerContainerOptions.builder()
			.pollTimeout(Duration.ofMillis(200))
			.executor(polling);
		if (this.count != ALL) {
			options.batchSize(this.count);
		}
		StreamMessageListenerContainer<byte[], MapRecord<byte[], byte[], byte[]>> made = StreamMessageListenerContainer
			.create(this.spring.factory(), options.serializer(RedisSerializer.byteArray()).build());
		this.container = made;
		this.executor = polling;
		made.receive(Consumer.from(KeyFeed.GROUP, KeyFeed.GROUP),
				StreamOffset.create(this.key, ReadOffset.lastConsumed()), this::received);
		made.start();
		return Handled.await(this.acknowledged::sum, messages, PATIENCE);
	}

	private void received(MapRecord<byte[], byte[], byte[]> record) {
		this.handled.accept(record.getValue().values().iterator().next());
		this.spring.template().opsForStream().acknowledge(this.key, KeyFeed.GROUP, record.getId());
		this.acknowledged.increment();
	}

	/** Also waits for the last poll, which would take messages of the next run. */
	@Override
	public void rest() {
		StreamMessageListenerContainer<?, ?> running = this.container;
		ExecutorService polling = this.executor;
		if (running != null && polling != null) {
			running.stop();
			polling.close();
		}
	}

}
