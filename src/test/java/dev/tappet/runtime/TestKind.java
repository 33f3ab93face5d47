package dev.tappet.runtime;

import dev.tappet.source.Block;
import dev.tappet.source.Order;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceType;
import dev.tappet.source.Traits;
import dev.tappet.source.WishStore;
import dev.tappet.trigger.SourceDefinition;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A kind of source that makes nothing, whose broker may keep wishes.
 */
record TestKind(@Nullable WishStore store) implements SourceType {

	@Override
	public String name() {
		return "redis-list";
	}

	@Override
	public Traits traits() {
		return new Traits(true, Order.WHOLE, true, true);
	}

	@Override
	public String connectionType() {
		return "redis";
	}

	@Override
	public Block<?, ? extends SourceDefinition> block() {
		throw new UnsupportedOperationException();
	}

	@Override
	public String example(TriggerDefinition trigger) {
		return "";
	}

	@Override
	public @Nullable WishStore wishes(TriggerDefinition trigger) {
		return this.store;
	}

	@Override
	public Source create(TriggerDefinition trigger, boolean batched, SourceListener listener) {
		throw new UnsupportedOperationException();
	}

}
