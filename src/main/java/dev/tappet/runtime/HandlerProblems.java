package dev.tappet.runtime;

import java.util.List;

import dev.tappet.configuration.ConfigurationProblem;
import dev.tappet.configuration.Definitions;
import dev.tappet.dispatch.HandlerResolution;
import dev.tappet.source.NearNames;

/**
 * Says what is wrong with a trigger's handler, and what to do.
 */
final class HandlerProblems {

	private HandlerProblems() {
	}

	static ConfigurationProblem describe(Definitions definitions, String trigger, HandlerResolution resolution) {
		return switch (resolution) {
			case HandlerResolution.NotFound(List<String> names, List<String> handlers) -> definitions.problem(trigger,
					"handler", "there is no bean named " + quoted(names), remedy(names, handlers));
			case HandlerResolution.NotAHandler(String bean, Class<?> type) -> definitions.problem(trigger, "handler",
					"the bean '%s' is a %s, which is no handler".formatted(bean, type.getName()),
					"implement dev.tappet.handler.TriggerHandler or ReactiveTriggerHandler");
			case HandlerResolution.UnfitPayload(String bean, String problem, String remedy) ->
				definitions.problem(trigger, "handler", "the handler '%s': %s".formatted(bean, problem), remedy);
			case HandlerResolution.Found found -> throw new IllegalArgumentException("nothing is wrong with " + found);
		};
	}

	private static String remedy(List<String> names, List<String> handlers) {
		List<String> near = NearNames.of(names.getFirst(), handlers);
		if (!near.isEmpty()) {
			return "did you mean " + quoted(near) + "?";
		}
		return "name one of the handler beans " + quoted(handlers)
				+ ", or add a bean of this name that implements dev.tappet.handler.TriggerHandler";
	}

	private static String quoted(List<String> names) {
		return "'" + String.join("' or '", names) + "'";
	}

}
