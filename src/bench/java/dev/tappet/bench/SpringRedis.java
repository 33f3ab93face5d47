package dev.tappet.bench;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Spring Data Redis as Spring Boot sets it up, reading and writing bytes.
 */
final class SpringRedis implements AutoCloseable {

	private final LettuceConnectionFactory factory;

	private final RedisTemplate<byte[], byte[]> template = new RedisTemplate<>();

	SpringRedis(int port) {
		this.factory = new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port));
		this.factory.afterPropertiesSet();
		this.factory.start();
		this.template.setConnectionFactory(this.factory);
		this.template.setDefaultSerializer(RedisSerializer.byteArray());
		this.template.afterPropertiesSet();
	}

	LettuceConnectionFactory factory() {
		return this.factory;
	}

	RedisTemplate<byte[], byte[]> template() {
		return this.template;
	}

	@Override
	public void close() {
		this.factory.destroy();
	}

}
