package dev.tappet.source.redis;

import java.util.Map;

import dev.tappet.source.Features;
import dev.tappet.support.RedisKind;

class RedisListConformanceIT extends ListConformance {

	RedisListConformanceIT(RedisKind kind) {
		super(kind);
	}

	@Override
	protected Features features() {
		return Features.ALL;
	}

	@Override
	protected Map<String, Object> source(String... keys) {
		return keys("redis-list.key", keys);
	}

	@Override
	protected long unfinished(String key) {
		String own = "tappet:{" + key + "}:" + TRIGGER + ":";
		long taken = redis().commands()
			.hvals(own + "batches")
			.stream()
			.mapToLong((state) -> Long.parseLong(state.substring(state.indexOf(':') + 1)))
			.sum();
		return redis().commands().llen(key) + taken + redis().commands().hlen(own + "messages");
	}

}
