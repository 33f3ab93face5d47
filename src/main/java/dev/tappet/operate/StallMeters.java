package dev.tappet.operate;

import java.util.List;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.runtime.TriggerState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows which triggers are down though their sources can be read, as health says: from
 * the other figures a trigger that does nothing is not told from one whose only message
 * waits for its retry.
 */
class StallMeters implements MeterBinder {

	// Held here, since a meter refers to what it measures by a weak reference only.
	private final List<Trigger> triggers;

	private final StallWatch stalls;

	StallMeters(TriggerRegistry registry, StallWatch stalls) {
		this.triggers = registry.triggers().stream().filter((trigger) -> trigger.definition().enabled()).toList();
		this.stalls = stalls;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Trigger trigger : this.triggers) {
			Gauge.builder("tappet.stalled", trigger, (it) -> isStalled(it) ? 1 : 0)
				.description("Whether no message comes though some wait, or handlers past their end leave no room")
				.tags(TriggerTags.of(trigger.definition()))
				.register(registry);
		}
	}

	private boolean isStalled(Trigger trigger) {
		return trigger.state() == TriggerState.RUNNING
				&& (trigger.exhausted() || this.stalls.find(trigger.definition().name()) != null);
	}

}
