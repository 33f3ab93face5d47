package dev.tappet.source.redis;

import java.util.Map;

import dev.tappet.source.Features;
import dev.tappet.support.RedisKind;

class RedisListAtMostOnceConformanceIT extends ListConformance {

	RedisListAtMostOnceConformanceIT(RedisKind kind) {
		super(kind);
	}

	@Override
	protected Features features() {
		return new Features(false, true, true, true, false, true, true);
	}

	@Override
	protected Map<String, Object> source(String... keys) {
		Map<String, Object> settings = keys("redis-list.key", keys);
		settings.put("redis-list.delivery", "at-most-once");
		return settings;
	}

	@Override
	protected long unfinished(String key) {
		return redis().commands().llen(key);
	}

}
