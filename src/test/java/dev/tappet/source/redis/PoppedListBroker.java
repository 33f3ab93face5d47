package dev.tappet.source.redis;

import java.util.Map;

import dev.tappet.support.RedisKind;

/**
 * Lists that are delivered from at most once: what was popped is gone from the server.
 */
final class PoppedListBroker extends ListBroker {

	PoppedListBroker(RedisKind kind) {
		super(kind);
	}

	@Override
	public Map<String, Object> reading(String... queues) {
		Map<String, Object> settings = super.reading(queues);
		settings.put("redis-list.delivery", "at-most-once");
		return settings;
	}

	@Override
	public long unfinished(String trigger, String queue) {
		return redis().commands().llen(queue);
	}

}
