package dev.tappet.runtime;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * All triggers of this instance, in the order of their names.
 */
public interface TriggerRegistry {

	Collection<Trigger> triggers();

	@Nullable Trigger find(String name);

}
