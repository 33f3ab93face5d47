package dev.tappet.runtime;

import java.util.List;
import java.util.Set;

import dev.tappet.configuration.ConfigurationProblem;
import dev.tappet.configuration.Definitions;
import dev.tappet.dispatch.HandlerResolution;
import dev.tappet.source.NearNames;

/**
 * Says what is wrong with a trigger's handler, and what to do.
 */
final class HandlerProblems {

	private static final Set<String> BOOLEANS = Set.of("true", "false");

	private HandlerProblems() {
	}

	static ConfigurationProblem describe(Definitions definitions, String trigger, HandlerResolution resolution,
			HandlerPlaces places) {
		return switch (resolution) {
			case HandlerResolution.NotFound(List<String> names, List<String> handlers) ->
				definitions.problem(trigger, "handler", "there is no handler bean named " + quoted(names),
						remedy(trigger, names, handlers, places));
			case HandlerResolution.Ambiguous(List<String> beans) -> definitions.problem(trigger, "handler",
					"the beans '%s' are both handlers that it may mean".formatted(String.join("' and '", beans)),
					"name one of them as its 'handler'");
			case HandlerResolution.NotAHandler(String bean, Class<?> type) -> definitions.problem(trigger, "handler",
					"the bean '%s' is a %s, which is no handler".formatted(bean, type.getName()),
					"implement dev.tappet.handler.TriggerHandler or ReactiveTriggerHandler");
			case HandlerResolution.UnfitPayload(String bean, String problem, String remedy) ->
				definitions.problem(trigger, "handler", "the handler '%s': %s".formatted(bean, problem), remedy);
			case HandlerResolution.Found found -> throw new IllegalArgumentException("nothing is wrong with " + found);
		};
	}

	private static String remedy(String trigger, List<String> names, List<String> handlers, HandlerPlaces places) {
		List<String> near = NearNames.of(names.getFirst(), handlers);
		if (!near.isEmpty()) {
			return "did you mean " + quoted(near) + "?";
		}
		String hint = BOOLEANS.contains(trigger)
				? "quote the trigger's name if it is on, off, yes or no, which YAML takes for a boolean; else " : "";
		return hint + "name one of the handler beans " + quoted(handlers)
				+ ", or add a bean of this name that implements dev.tappet.handler.TriggerHandler (looked for: "
				+ places.describe() + ")";
	}

	private static String quoted(List<String> names) {
		return "'" + String.join("' or '", names) + "'";
	}

}
