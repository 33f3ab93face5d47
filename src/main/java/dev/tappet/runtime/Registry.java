package dev.tappet.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import dev.tappet.configuration.ConfigurationProblem;
import dev.tappet.configuration.Definitions;
import dev.tappet.configuration.InvalidConfigurationException;
import dev.tappet.dispatch.BoundHandler;
import dev.tappet.dispatch.HandlerResolution;
import dev.tappet.dispatch.HandlerResolver;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Puts each trigger together: definition, handler, source and dispatcher; or reports all
 * that stands against it.
 */
final class Registry implements TriggerRegistry {

	private final Map<String, RegisteredTrigger> triggers;

	private Registry(Map<String, RegisteredTrigger> triggers) {
		this.triggers = triggers;
	}

	/**
	 * Assembles the triggers.
	 * @param definitions what was configured
	 * @param resolver finds the handlers
	 * @param places where they were looked for
	 * @param assembly makes a trigger of a definition and its handler
	 * @return the registry
	 * @throws InvalidConfigurationException with all that is wrong
	 */
	static Registry assemble(Definitions definitions, HandlerResolver resolver, HandlerPlaces places,
			BiFunction<TriggerDefinition, BoundHandler, RegisteredTrigger> assembly) {
		List<ConfigurationProblem> problems = new ArrayList<>(definitions.problems());
		Map<TriggerDefinition, BoundHandler> handlers = new LinkedHashMap<>();
		definitions.triggers().stream().sorted(Comparator.comparing(TriggerDefinition::name)).forEach((definition) -> {
			HandlerResolution resolution = resolver.resolve(definition);
			if (resolution instanceof HandlerResolution.Found(BoundHandler handler)) {
				handlers.put(definition, handler);
			}
			else {
				problems.add(HandlerProblems.describe(definitions, definition.name(), resolution, places));
			}
		});
		definitions.unsound()
			.forEach((trigger) -> resolver.problemWith(trigger.name(), trigger.handler())
				.ifPresent((resolution) -> problems
					.add(HandlerProblems.describe(definitions, trigger.name(), resolution, places))));
		if (!problems.isEmpty()) {
			throw new InvalidConfigurationException(problems);
		}
		Map<String, RegisteredTrigger> triggers = new LinkedHashMap<>();
		handlers.forEach((definition, handler) -> triggers.put(definition.name(), assembly.apply(definition, handler)));
		return new Registry(triggers);
	}

	Collection<RegisteredTrigger> registered() {
		return this.triggers.values();
	}

	@Override
	public Collection<Trigger> triggers() {
		return List.copyOf(this.triggers.values());
	}

	@Override
	public @Nullable Trigger find(String name) {
		return this.triggers.get(name);
	}

}
