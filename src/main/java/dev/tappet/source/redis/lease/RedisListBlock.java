package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;

import dev.tappet.source.Problems;
import dev.tappet.source.Range;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.Delimiter;

/**
 * The {@code redis-list} block as it is written. A comma is a fine character for a key in
 * Redis, so it separates none.
 *
 * @param key The list, or a list of lists that are served in turn.
 * @param count Most elements taken at one time.
 * @param pollingInterval Longest wait on an idle list; a push wakes the poller at once.
 * @param popFromBeginning Whether elements are taken from the head, else from the tail.
 * @param delivery Whether elements are kept in Redis until their handler has succeeded.
 */
@ConfigurationProperties("tappet.triggers.*.redis-list")
public record RedisListBlock(@Nullable @Delimiter(Delimiter.NONE) List<String> key,
		@DefaultValue("10") @Range(min = "1", max = "10000") int count,
		@DefaultValue("1s") @Range(min = "1ms", max = "1h") Duration pollingInterval,
		@DefaultValue("true") boolean popFromBeginning,
		@DefaultValue("at-least-once") RedisListDefinition.Delivery delivery) {

	/**
	 * Checks the lists, and defines the source.
	 * @param trigger the trigger's name
	 * @param problems takes what is wrong
	 * @return the definition, or {@code null} where no list is left
	 */
	public @Nullable RedisListDefinition define(String trigger, Problems problems) {
		List<String> lists = new KeysReader("list", problems).read(this.key);
		return lists.isEmpty() ? null : new RedisListDefinition(lists, this.count, this.pollingInterval,
				this.popFromBeginning, this.delivery);
	}

}
