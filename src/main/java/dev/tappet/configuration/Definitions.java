package dev.tappet.configuration;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.source.Connection;
import dev.tappet.source.Spelling;
import dev.tappet.trigger.InstanceId;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * The configuration under {@code tappet}, read as far as it can be understood.
 *
 * @param process what is set for this process as a whole
 * @param triggers the triggers without problems
 * @param connections the named connections without problems
 * @param problems all that is wrong
 * @param unsound the triggers that have problems
 * @param settings what is set under {@code tappet.triggers} by full key, as it may be
 * shown
 */
public record Definitions(ProcessKeys process, List<TriggerDefinition> triggers, List<Connection> connections,
		List<ConfigurationProblem> problems, List<UnsoundTrigger> unsound, Map<String, Setting> settings) {

	public Definitions {
		triggers = List.copyOf(triggers);
		connections = List.copyOf(connections);
		problems = List.copyOf(problems);
		unsound = List.copyOf(unsound);
		settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
	}

	/**
	 * The name of this process.
	 * @return the id
	 */
	public InstanceId instanceId() {
		return this.process.instanceId();
	}

	/**
	 * The memory for messages that were read and are not settled.
	 * @return its size
	 */
	public DataSize readBuffer() {
		return this.process.readBuffer();
	}

	/**
	 * Whether endpoints show the messages of the exceptions that handlers threw.
	 * @return whether they do; else their class alone
	 */
	public boolean showErrors() {
		return this.process.showErrors();
	}

	/**
	 * How long messages may wait for an instance that has room and is given none.
	 * @return the time, or 0 where it does not matter
	 */
	public Duration stalledAfter() {
		return this.process.stalledAfter();
	}

	/**
	 * The property of JSON messages that holds their trace.
	 * @return its name, or {@code null} where there is none
	 */
	public @Nullable String traceProperty() {
		return this.process.traceProperty();
	}

	/**
	 * Whether something is wrong with a connection that is not configured under
	 * {@code tappet}, so that others than us are about to read the mistaken keys.
	 * @return whether the keys of a default connection have problems
	 */
	public boolean hasMistakenDefaultConnection() {
		return this.problems.stream().anyMatch((problem) -> !problem.key().startsWith("tappet"));
	}

	/**
	 * Describes a problem with a trigger that shows only later, such as a handler that
	 * does not exist.
	 * @param trigger the name of the trigger
	 * @param key the key under the trigger, such as {@code handler}
	 * @param problem what is wrong
	 * @param remedy what to do
	 * @return the problem with the key's value and place; where the key is not set, with
	 * the place of the trigger
	 */
	public ConfigurationProblem problem(String trigger, String key, String problem, String remedy) {
		String block = "tappet.triggers." + trigger + ".";
		String full = block + key;
		String uniform = Spelling.uniform(full);
		Setting first = null;
		for (Map.Entry<String, Setting> entry : this.settings.entrySet()) {
			if (entry.getKey().startsWith(block)) {
				if (Spelling.uniform(entry.getKey()).equals(uniform)) {
					return new ConfigurationProblem(entry.getKey(), entry.getValue().value(), entry.getValue().place(),
							problem, remedy);
				}
				first = (first != null) ? first : entry.getValue();
			}
		}
		return new ConfigurationProblem(full, null, (first != null) ? first.place() : null, problem, remedy);
	}

	/**
	 * What the configuration says for a key.
	 *
	 * @param value the value as it may be shown
	 * @param place where it stands
	 */
	public record Setting(@Nullable String value, @Nullable String place) {
	}

}
