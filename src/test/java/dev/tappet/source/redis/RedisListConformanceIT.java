package dev.tappet.source.redis;

import dev.tappet.source.Feature;
import dev.tappet.source.Features;
import dev.tappet.support.RedisKind;

class RedisListConformanceIT extends ListConformance<ListBroker> {

	RedisListConformanceIT(RedisKind kind) {
		super(new ListBroker(kind), Features.ALL.without(Feature.TIMES, Feature.PARTS));
	}

}
