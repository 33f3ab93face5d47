package dev.tappet.source;

import dev.tappet.definition.SourceDefinition;
import dev.tappet.definition.TriggerDefinition;

/**
 * Makes the sources of one broker.
 */
public interface SourceFactory {

	/**
	 * Whether this factory knows the kind of source.
	 * @param definition a source block
	 * @return whether {@link #create} accepts it
	 */
	boolean supports(SourceDefinition definition);

	/**
	 * Makes sure that no other live process has this instance's id, and shows from then
	 * on that this one lives. Waits for an earlier life of the instance to end. A broker
	 * that cannot be reached is passed over.
	 * @throws InstanceIdInUse if another process goes on living
	 */
	void join();

	/**
	 * Makes the source of a trigger. Nothing is read before it is subscribed to.
	 * @param definition the trigger
	 * @param batched whether the handler takes batches, so that a delivery has up to
	 * {@code count} messages
	 * @param listener told what was carried out
	 * @return the source
	 */
	Source create(TriggerDefinition definition, boolean batched, SourceListener listener);

}
