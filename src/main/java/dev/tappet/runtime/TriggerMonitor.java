package dev.tappet.runtime;

import dev.tappet.dispatch.InvocationListener;
import dev.tappet.source.Traits;
import dev.tappet.trigger.TriggerDefinition;

/**
 * Watches the invocations of triggers; the meters are one.
 */
public interface TriggerMonitor {

	/**
	 * Called once for each trigger, before it starts.
	 * @param definition the trigger
	 * @param traits what its kind of source can do
	 * @return the listener for its invocations
	 */
	InvocationListener watch(TriggerDefinition definition, Traits traits);

}
