package dev.tappet.configuration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.source.redis.lease.RedisStreamDefinition;
import dev.tappet.trigger.TriggerDefinition;

/**
 * Finds triggers that would read the same stream in the same group: each would take the
 * entries of the other.
 */
final class SharedGroups {

	private SharedGroups() {
	}

	/**
	 * Checks the triggers of one instance.
	 * @param definitions the definitions so far
	 * @return a problem for each trigger that comes second
	 */
	static List<ConfigurationProblem> check(Definitions definitions) {
		Map<List<String>, String> owners = new HashMap<>();
		List<ConfigurationProblem> problems = new ArrayList<>();
		for (TriggerDefinition trigger : definitions.triggers()) {
			if (trigger.source() instanceof RedisStreamDefinition stream) {
				for (String key : stream.keys()) {
					String owner = owners.putIfAbsent(List.of(trigger.connection(), key, stream.group()),
							trigger.name());
					if (owner != null) {
						problems.add(definitions.problem(trigger.name(), "redis-stream.group",
								"The trigger '%s' reads the stream '%s' in the group '%s' already.".formatted(owner,
										key, stream.group()),
								"Give this trigger a group of its own, or leave 'group' out."));
					}
				}
			}
		}
		return problems;
	}

}
