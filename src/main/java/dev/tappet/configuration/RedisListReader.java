package dev.tappet.configuration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.tappet.source.redis.lease.RedisListDefinition;
import dev.tappet.trigger.SourceDefinition;

/**
 * Reads the {@code redis-list} block.
 *
 * @param values reads single values
 * @param keys reads the keys
 */
record RedisListReader(ValueReader values, SourceReader.RedisKeys keys) implements SourceReader {

	@Override
	public String type() {
		return RedisListDefinition.TYPE;
	}

	@Override
	public Optional<SourceDefinition> read(PropertyNode block, String trigger) {
		TappetProperties.RedisList builtIn = BuiltIn.LIST;
		List<String> lists = this.keys.read(block, "list");
		int count = this.values.integer(block.child("count"), 1, MOST_PULLED).orElse(builtIn.count());
		Duration pollingInterval = this.values
			.duration(block.child("polling-interval"), Durations.SHORTEST, LONGEST_POLL)
			.orElse(builtIn.pollingInterval());
		boolean head = this.values.flag(block.child("pop-from-beginning")).orElse(builtIn.popFromBeginning());
		RedisListDefinition.Delivery delivery = this.values
			.choice(block.child("delivery"), RedisListDefinition.Delivery.class)
			.orElse(builtIn.delivery());
		return lists.isEmpty() ? Optional.empty()
				: Optional.of(new RedisListDefinition(lists, count, pollingInterval, head, delivery));
	}

}
