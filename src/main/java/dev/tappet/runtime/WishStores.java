package dev.tappet.runtime;

import java.util.function.Supplier;

import dev.tappet.source.SourceType;
import dev.tappet.source.WishStore;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Where what is wished of one trigger is kept, looked up when it is needed.
 *
 * @param type the kind of its source
 * @param definition the trigger
 * @param shared the store for triggers whose broker keeps none, or nothing
 */
record WishStores(SourceType type, TriggerDefinition definition, Supplier<@Nullable WishStore> shared) {

	@Nullable WishStore find() {
		WishStore own = this.type.wishes(this.definition);
		return (own != null) ? own : this.shared.get();
	}

	/** Whether the trigger's own broker keeps them, which it cannot be read without. */
	boolean areOwn() {
		return this.type.wishes(this.definition) != null;
	}

}
