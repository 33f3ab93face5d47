package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;

import dev.tappet.trigger.Ordering;

class ListSuspectsIT extends SuspectConformance {

	@Override
	Ledger ledger(Member member) {
		RedisListDefinition definition = new RedisListDefinition(List.of(KEY), 10, Duration.ofSeconds(1), true,
				RedisListDefinition.Delivery.AT_LEAST_ONCE);
		return new ListLedger(member, trigger(definition, Ordering.NONE), definition, KEY);
	}

	@Override
	void send(int messages) {
		for (int i = 0; i < messages; i++) {
			redis().commands().rpush(KEY, "m" + i);
		}
	}

}
