package dev.tappet.operate;

import java.util.List;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Shows what the triggers of this instance are doing. Answers from what is known here,
 * without asking a broker.
 */
@Endpoint(id = "triggers", defaultAccess = Access.READ_ONLY)
class TriggersEndpoint {

	private final TriggerRegistry registry;

	private final boolean showErrors;

	TriggersEndpoint(TriggerRegistry registry, boolean showErrors) {
		this.registry = registry;
		this.showErrors = showErrors;
	}

	@ReadOperation
	TriggerDescriptions triggers() {
		return new TriggerDescriptions(this.registry.triggers().stream().map(this::describe).toList());
	}

	/**
	 * Shows one trigger.
	 * @param name as under {@code tappet.triggers}
	 * @return the trigger; {@code null}, which the web makes a 404, where there is none
	 */
	@ReadOperation
	@Nullable TriggerDescription trigger(@Selector String name) {
		Trigger trigger = this.registry.find(name);
		return (trigger != null) ? describe(trigger) : null;
	}

	private TriggerDescription describe(Trigger trigger) {
		return TriggerDescription.of(trigger, this.showErrors);
	}

	/**
	 * All triggers.
	 *
	 * @param triggers in the order of their names
	 */
	record TriggerDescriptions(List<TriggerDescription> triggers) {
	}

}
