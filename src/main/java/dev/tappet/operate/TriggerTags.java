package dev.tappet.operate;

import dev.tappet.trigger.TriggerDefinition;
import io.micrometer.core.instrument.Tags;

/**
 * The labels that every meter of a trigger has.
 */
final class TriggerTags {

	private TriggerTags() {
	}

	static Tags of(TriggerDefinition definition) {
		return Tags.of("trigger", definition.name(), "type", definition.type());
	}

}
