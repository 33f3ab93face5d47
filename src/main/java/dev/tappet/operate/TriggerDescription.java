package dev.tappet.operate;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerCounts;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A trigger as the endpoint shows it.
 *
 * @param name as under {@code tappet.triggers}
 * @param type the kind of its source
 * @param source what is read, such as a stream; a list where there are several
 * @param handler the bean that handles its messages
 * @param connection the name of its connection
 * @param state what it is doing
 * @param reason why it is failing, or {@code null}
 * @param inFlight messages in handlers of this instance
 * @param counts what was done since the start of this instance
 * @param lastError the last failure, or {@code null}
 */
@JsonInclude(Include.NON_NULL)
record TriggerDescription(String name, String type, Object source, String handler, String connection, String state,
		@Nullable String reason, int inFlight, TriggerCounts counts, @Nullable LastError lastError) {

	static TriggerDescription of(Trigger trigger, boolean showErrors) {
		TriggerDefinition definition = trigger.definition();
		return new TriggerDescription(definition.name(), definition.type(), oneOrAll(definition.source().reads()),
				trigger.handler(), definition.connection(), StateNames.of(trigger.state()), trigger.reason(),
				trigger.inFlight(), trigger.counts(), LastError.of(trigger.lastError(), showErrors));
	}

	private static Object oneOrAll(List<String> names) {
		return (names.size() == 1) ? names.getFirst() : names;
	}

}
