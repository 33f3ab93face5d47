package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;

import dev.tappet.trigger.SourceDefinition;

/**
 * The {@code redis-list} block.
 *
 * @param keys the lists
 * @param count most elements taken at one time
 * @param pollingInterval longest wait on an idle list
 * @param popFromBeginning whether elements are taken from the head, else from the tail
 * @param delivery whether elements are kept until they are done
 */
public record RedisListDefinition(List<String> keys, int count, Duration pollingInterval, boolean popFromBeginning,
		Delivery delivery) implements SourceDefinition {

	public static final String TYPE = "redis-list";

	public RedisListDefinition {
		keys = List.copyOf(keys);
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public List<String> reads() {
		return this.keys;
	}

	/**
	 * What becomes of an element whose worker dies.
	 */
	public enum Delivery {

		/** Kept in Redis until its handler has succeeded. */
		AT_LEAST_ONCE,

		/** Popped, and gone with its worker. */
		AT_MOST_ONCE

	}

}
