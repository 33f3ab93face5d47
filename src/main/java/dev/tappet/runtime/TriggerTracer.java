package dev.tappet.runtime;

import dev.tappet.dispatch.Tracing;
import dev.tappet.trigger.TriggerDefinition;

/**
 * Puts deliveries into traces. There is one where the application has a tracer, and none
 * else: then no delivery pays for it.
 */
@FunctionalInterface
public interface TriggerTracer {

	/**
	 * Called once for each trigger, before it starts.
	 * @param definition the trigger
	 * @return what puts its deliveries into traces
	 */
	Tracing trace(TriggerDefinition definition);

}
