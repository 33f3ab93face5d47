package dev.tappet.source.redis;

import java.util.List;
import java.util.Map;

import dev.tappet.support.RedisKind;

/**
 * Lists that are delivered from at least once.
 */
class ListBroker extends RedisBroker {

	ListBroker(RedisKind kind) {
		super(kind);
	}

	@Override
	public Map<String, Object> reading(String... queues) {
		return keys("redis-list.key", queues);
	}

	@Override
	public Map<String, Object> readingAtMost(int count) {
		return Map.of("redis-list.count", count);
	}

	@Override
	public Map<String, Object> lookingRarely() {
		return Map.of("redis-list.polling-interval", "30s");
	}

	@Override
	public void send(String queue, List<byte[]> payloads) {
		payloads.forEach((payload) -> redis().bytes().rpush(queue, payload));
	}

	@Override
	public long unfinished(String trigger, String queue) {
		String own = "tappet:{" + queue + "}:" + trigger + ":";
		long taken = redis().commands()
			.hvals(own + "batches")
			.stream()
			.mapToLong((state) -> Long.parseLong(state.substring(state.indexOf(':') + 1)))
			.sum();
		return redis().commands().llen(queue) + taken + redis().commands().hlen(own + "messages");
	}

	@Override
	String deadLetterKey(String trigger, String queue) {
		return queue + "-poison";
	}

}
