package dev.tappet.operate;

import java.util.List;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.runtime.TriggerState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows which triggers are paused, so that a backlog that grows for this reason is told
 * from one that handlers do not keep up with.
 */
class PauseMeters implements MeterBinder {

	// Held here, since a meter refers to what it measures by a weak reference only.
	private final List<Trigger> triggers;

	PauseMeters(TriggerRegistry registry) {
		this.triggers = registry.triggers().stream().filter((trigger) -> trigger.definition().enabled()).toList();
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Trigger trigger : this.triggers) {
			Gauge.builder("tappet.paused", trigger, (it) -> (it.state() == TriggerState.PAUSED) ? 1 : 0)
				.description("Whether nothing is fetched since somebody has paused the trigger")
				.tags(TriggerTags.of(trigger.definition()))
				.register(registry);
		}
	}

}
