package dev.tappet.runtime;

import dev.tappet.definition.TriggerDefinition;
import dev.tappet.dispatch.InvocationListener;

/**
 * Watches the invocations of triggers; the meters are one.
 */
public interface TriggerMonitor {

	/**
	 * Called once for each trigger, before it starts.
	 * @param definition the trigger
	 * @return the listener for its invocations
	 */
	InvocationListener watch(TriggerDefinition definition);

}
