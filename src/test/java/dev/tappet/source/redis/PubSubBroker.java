package dev.tappet.source.redis;

import java.util.List;
import java.util.Map;

import dev.tappet.support.RedisKind;

/**
 * Channels, which keep nothing.
 */
final class PubSubBroker extends RedisBroker {

	PubSubBroker(RedisKind kind) {
		super(kind);
	}

	@Override
	public Map<String, Object> reading(String... queues) {
		return Map.of("redis-pubsub.channel", String.join(",", queues));
	}

	@Override
	public Map<String, Object> readingAtMost(int count) {
		// Nothing is read: every message comes by itself.
		return Map.of();
	}

	@Override
	public void send(String queue, List<byte[]> payloads) {
		payloads.forEach((payload) -> redis().bytes().publish(queue, payload));
	}

	@Override
	public long unfinished(String trigger, String queue) {
		return 0;
	}

	@Override
	String deadLetterKey(String trigger, String queue) {
		return trigger + "-poison";
	}

}
