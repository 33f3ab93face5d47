package dev.tappet.operate;

import dev.tappet.definition.TriggerDefinition;
import dev.tappet.dispatch.InvocationListener;
import dev.tappet.runtime.TriggerMonitor;
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
	public InvocationListener watch(TriggerDefinition definition) {
		return new InvocationTimers(definition, this.registry);
	}

}
