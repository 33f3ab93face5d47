package dev.tappet.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.configuration.ConfigurationProblem;
import dev.tappet.configuration.DefinitionReader;
import dev.tappet.configuration.Definitions;
import dev.tappet.trigger.TriggerDefinition;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The trigger of a test, written as it would stand in the configuration and read by what
 * reads that.
 *
 * @param name its name
 * @param place what it reads
 * @param settings its other keys, by their names under the trigger
 */
record TestedTrigger(String name, Place place, Map<String, String> settings) {

	/**
	 * What a trigger reads.
	 *
	 * @param block the source block
	 * @param key the key in it that names the place
	 * @param value the stream, list, channel, topic or queue
	 */
	record Place(String block, String key, String value) {
	}

	TestedTrigger {
		settings = Map.copyOf(settings);
	}

	TestedTrigger named(String other) {
		return new TestedTrigger(other, this.place, this.settings);
	}

	TestedTrigger at(String block, String key, String value) {
		return new TestedTrigger(this.name, new Place(block, key, value), this.settings);
	}

	TestedTrigger with(String key, String value) {
		Map<String, String> more = new LinkedHashMap<>(this.settings);
		more.put(key, value);
		return new TestedTrigger(this.name, this.place, more);
	}

	/**
	 * Reads it.
	 * @param kinds the kinds of sources that there are
	 * @return the definition
	 * @throws IllegalArgumentException with all that is wrong
	 */
	TriggerDefinition define(Kinds kinds) {
		StandardEnvironment environment = new StandardEnvironment();
		MutablePropertySources sources = environment.getPropertySources();
		// What this machine sets is none of the test's business.
		sources.stream().map(PropertySource::getName).toList().forEach(sources::remove);
		sources.addFirst(new MapPropertySource("trigger", properties()));
		Definitions definitions = DefinitionReader.read(environment, kinds.sources(), kinds.connections());
		if (!definitions.problems().isEmpty()) {
			throw new IllegalArgumentException(describe(definitions.problems()));
		}
		return definitions.triggers().getFirst();
	}

	private Map<String, Object> properties() {
		String prefix = "tappet.triggers." + this.name + ".";
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put(prefix + this.place.block() + "." + this.place.key(), this.place.value());
		this.settings.forEach((key, value) -> properties.put(prefix + key, value));
		// A trigger that runs would need a connection.
		properties.put(prefix + "enabled", "false");
		return properties;
	}

	/** All problems, a line for each. */
	static String describe(List<ConfigurationProblem> problems) {
		StringBuilder text = new StringBuilder("the configuration is not right:");
		for (ConfigurationProblem problem : problems) {
			text.append("\n").append(problem.key()).append(": ");
			text.append(problem.problem()).append(" ").append(problem.remedy());
		}
		return text.toString();
	}

}
