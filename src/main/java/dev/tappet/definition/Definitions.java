package dev.tappet.definition;

import java.util.List;
import java.util.Map;

/**
 * The configuration under {@code tappet}, read as far as it can be understood.
 *
 * @param instanceId the name of this process
 * @param triggers the triggers without problems
 * @param connections the named connections without problems, {@code default} not among
 * them
 * @param problems all that is wrong
 */
public record Definitions(InstanceId instanceId, List<TriggerDefinition> triggers,
		Map<String, ConnectionDefinition> connections, List<ConfigurationProblem> problems) {

	public Definitions {
		triggers = List.copyOf(triggers);
		connections = Map.copyOf(connections);
		problems = List.copyOf(problems);
	}

}
