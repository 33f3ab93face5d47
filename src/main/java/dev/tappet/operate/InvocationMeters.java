package dev.tappet.operate;

import dev.tappet.dispatch.InvocationListener;
import dev.tappet.runtime.TriggerMonitor;
import dev.tappet.source.Traits;
import dev.tappet.trigger.TriggerDefinition;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Times the invocations of handlers. Made before the triggers are, so it knows nothing of
 * their registry.
 */
class InvocationMeters implements TriggerMonitor {

	private final MeterRegistry registry;

	InvocationMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public InvocationListener watch(TriggerDefinition definition, Traits traits) {
		return new InvocationTimers(definition, traits, this.registry);
	}

}
