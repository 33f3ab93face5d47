package dev.tappet.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.source.redis.connection.ConnectionDefinition;
import dev.tappet.trigger.InstanceId;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Reads the configuration under {@code tappet}. It does not bind, since binding stops at
 * the first mistake and passes over keys that it does not know, but follows the binder's
 * rules: relaxed names, the precedence of property sources, placeholders, conversions. A
 * property source that cannot list its names is not seen.
 */
public final class DefinitionReader {

	private final Problems problems = new Problems();

	private final PropertyNode root;

	private final ValueReader values;

	private DefinitionReader(ConfigurableEnvironment environment) {
		this.root = PropertyTree.read(environment);
		this.values = new ValueReader(new Placeholders(environment), this.problems);
	}

	/**
	 * Reads what can be understood, and finds all that is wrong.
	 * @param environment the environment of the application
	 * @return the definitions without problems, and the problems
	 */
	public static Definitions read(ConfigurableEnvironment environment) {
		return new DefinitionReader(environment).read();
	}

	private Definitions read() {
		new UnknownKeys(this.problems).check(this.root, KnownKeys.ROOT);
		InstanceId instanceId = new InstanceIdReader(this.values).read(this.root.child("instance-id"));
		PropertyNode connectionsNode = this.root.child("connections");
		DefaultsReader shared = new DefaultsReader(this.values, ConnectionReader.names(connectionsNode));
		TappetProperties.Defaults defaults = shared.read(this.root.child("defaults"), BuiltIn.DEFAULTS);
		Map<String, ConnectionDefinition> connections = new ConnectionReader(this.values, this.problems)
			.read(connectionsNode);
		PropertyNode triggersNode = this.root.child("triggers");
		TriggerReader reader = new TriggerReader(this.values, this.problems, shared, defaults);
		List<TriggerDefinition> triggers = reader.read(triggersNode);
		Definitions definitions = new Definitions(instanceId, triggers, connections, this.problems.all(),
				reader.unsound(), settings(triggersNode));
		return definitions.with(SharedGroups.check(definitions));
	}

	private static Map<String, Definitions.Setting> settings(@Nullable PropertyNode triggers) {
		Map<String, Definitions.Setting> settings = new LinkedHashMap<>();
		if (triggers != null) {
			triggers.children()
				.forEach((trigger) -> collect(trigger, "tappet.triggers." + NameRule.of(trigger), settings));
		}
		return settings;
	}

	private static void collect(PropertyNode node, String key, Map<String, Definitions.Setting> settings) {
		PropertyNode.Entry entry = node.entry();
		if (entry != null) {
			settings.put(key, new Definitions.Setting(Secrets.shown(node, entry.text()), entry.place()));
		}
		node.children().forEach((child) -> collect(child, key + "." + child.name(), settings));
	}

}
