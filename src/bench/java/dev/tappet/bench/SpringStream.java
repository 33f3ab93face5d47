package dev.tappet.bench;

import java.time.Duration;
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

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final SpringRedis spring;

	private final byte[] key;

	private final int count;

	private final Handled handled;

	private final LongAdder acknowledged = new LongAdder();

	private @Nullable StreamMessageListenerContainer<byte[], MapRecord<byte[], byte[], byte[]>> container;

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
		StreamMessageListenerContainerOptions<byte[], MapRecord<byte[], byte[], byte[]>> options = StreamMessageListenerContainerOptions
			.builder()
			.batchSize(this.count)
			.pollTimeout(Duration.ofMillis(200))
			.serializer(RedisSerializer.byteArray())
			.build();
		StreamMessageListenerContainer<byte[], MapRecord<byte[], byte[], byte[]>> made = StreamMessageListenerContainer
			.create(this.spring.factory(), options);
		this.container = made;
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

	@Override
	public void rest() {
		StreamMessageListenerContainer<?, ?> running = this.container;
		if (running != null) {
			running.stop();
		}
	}

}
