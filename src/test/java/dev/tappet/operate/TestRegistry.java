package dev.tappet.operate;

import java.util.Collection;
import java.util.List;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A registry of the triggers that a test made.
 */
record TestRegistry(List<Trigger> list) implements TriggerRegistry {

	static TestRegistry of(Trigger... triggers) {
		return new TestRegistry(List.of(triggers));
	}

	@Override
	public Collection<Trigger> triggers() {
		return this.list;
	}

	@Override
	public @Nullable Trigger find(String name) {
		return this.list.stream()
			.filter((trigger) -> trigger.definition().name().equals(name))
			.findFirst()
			.orElse(null);
	}

}
