package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;

import dev.tappet.trigger.SourceDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The {@code redis-stream} block.
 *
 * @param keys the streams
 * @param group the consumer group
 * @param startFrom the entry id after which a new group starts: {@code 0} for the
 * beginning, {@code $} for the latest, or an id
 * @param count most entries pulled at one time
 * @param pollingInterval longest wait on an idle stream
 * @param deleteAfterProcess whether an entry is removed once its handler has succeeded
 * @param payloadField the field that carries the payload, or {@code null} for the whole
 * entry
 */
public record RedisStreamDefinition(List<String> keys, String group, String startFrom, int count,
		Duration pollingInterval, boolean deleteAfterProcess,
		@Nullable String payloadField) implements SourceDefinition {

	public static final String TYPE = "redis-stream";

	public RedisStreamDefinition {
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

}
