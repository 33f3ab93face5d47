package dev.tappet.source.redis;

import java.util.List;
import java.util.Map;

import dev.tappet.support.RedisKind;
import io.lettuce.core.RedisCommandExecutionException;

/**
 * Streams, with the payload in a field.
 */
final class StreamBroker extends RedisBroker {

	StreamBroker(RedisKind kind) {
		super(kind);
	}

	@Override
	public Map<String, Object> reading(String... queues) {
		Map<String, Object> settings = keys("redis-stream.key", queues);
		settings.put("redis-stream.payload-field", "payload");
		return settings;
	}

	@Override
	public Map<String, Object> readingAtMost(int count) {
		return Map.of("redis-stream.count", count);
	}

	@Override
	public Map<String, Object> lookingRarely() {
		return Map.of("redis-stream.polling-interval", "30s");
	}

	@Override
	public void send(String queue, List<byte[]> payloads) {
		payloads.forEach((payload) -> redis().bytes().xadd(queue, Map.of("payload", payload)));
	}

	@Override
	public long unfinished(String trigger, String queue) {
		try {
			return redis().commands().xpending(queue, trigger).getCount();
		}
		catch (RedisCommandExecutionException ex) {
			// There is no group while nothing was read.
			return redis().commands().xlen(queue);
		}
	}

	@Override
	String deadLetterKey(String trigger, String queue) {
		return queue + "-poison";
	}

}
