package dev.tappet.operate;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tappet.definition.RedisListDefinition;
import dev.tappet.definition.RedisPubSubDefinition;
import dev.tappet.definition.RedisStreamDefinition;
import dev.tappet.definition.SourceDefinition;
import dev.tappet.definition.TriggerDefinition;
import dev.tappet.runtime.LastError;
import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerCounts;
import org.jspecify.annotations.Nullable;

/**
 * A trigger as the endpoint shows it.
 *
 * @param name its name
 * @param type the kind of its source
 * @param source the stream, list, channel or pattern; a list of them where there are
 * several
 * @param handler the bean that handles its messages
 * @param connection the name of its Redis connection
 * @param state what it is doing
 * @param reason why it is failing, or {@code null}
 * @param inFlight messages in handlers of this instance
 * @param counts what was done since the start of this instance
 * @param lastError the last failure, or {@code null}
 */
@JsonInclude(Include.NON_NULL)
record TriggerDescription(String name, String type, Object source, String handler, String connection, String state,
		@Nullable String reason, int inFlight, TriggerCounts counts, @Nullable LastError lastError) {

	static TriggerDescription of(Trigger trigger) {
		TriggerDefinition definition = trigger.definition();
		return new TriggerDescription(definition.name(), definition.type(), describe(definition.source()),
				trigger.handler(), definition.connection(), StateNames.of(trigger.state()), trigger.reason(),
				trigger.inFlight(), trigger.counts(), trigger.lastError());
	}

	private static Object describe(SourceDefinition source) {
		return switch (source) {
			case RedisStreamDefinition stream -> oneOrAll(stream.keys());
			case RedisListDefinition list -> oneOrAll(list.keys());
			case RedisPubSubDefinition subscription -> subscription.value();
		};
	}

	private static Object oneOrAll(List<String> keys) {
		return (keys.size() == 1) ? keys.get(0) : keys;
	}

}
