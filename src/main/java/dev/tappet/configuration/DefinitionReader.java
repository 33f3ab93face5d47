package dev.tappet.configuration;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.configuration.TappetProperties.TriggerKeys;
import dev.tappet.source.Block;
import dev.tappet.source.Connection;
import dev.tappet.source.ConnectionType;
import dev.tappet.source.SourceTypes;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Reads the configuration under {@code tappet}, and the keys of default connections. Each
 * block is bound by Spring Boot's binder; since that passes over keys that it does not
 * know, the names are compared with those of the types beforehand.
 */
public final class DefinitionReader {

	private final ConfigurableEnvironment environment;

	private final SourceTypes sources;

	private final Collection<? extends ConnectionType> connections;

	private final Placeholders placeholders;

	private final Secrets secrets = new Secrets();

	private final FoundProblems problems;

	private DefinitionReader(ConfigurableEnvironment environment, SourceTypes sources,
			Collection<? extends ConnectionType> connections) {
		this.environment = environment;
		this.sources = sources;
		this.connections = connections;
		this.placeholders = new Placeholders(environment);
		this.problems = new FoundProblems(this.placeholders, this.secrets);
	}

	/**
	 * Reads what can be understood, and finds all that is wrong.
	 * @param environment the environment of the application
	 * @param sources the kinds of sources that there are
	 * @param connections the kinds of connections that there are
	 * @return the definitions without problems, and the problems
	 */
	public static Definitions read(ConfigurableEnvironment environment, SourceTypes sources,
			Collection<? extends ConnectionType> connections) {
		return new DefinitionReader(environment, sources, connections).read();
	}

	private Definitions read() {
		KnownKeys known = KnownKeys.of(this.sources, this.connections);
		PropertyTree tree = PropertyTree.read(this.environment, "tappet", known.root());
		PropertyNode root = tree.root();
		BlockReader blocks = new BlockReader(tree, this.placeholders, this.problems);
		new UnknownKeys(this.problems).check(root, known.root());
		this.connections.forEach(this::checkDefault);
		ProcessKeys process = new ProcessKeysReader(blocks, this.problems, Runtime.getRuntime().maxMemory()).read(root);
		checkSwitch(blocks, root.child("dead-letters"), "show-payloads");
		checkSwitch(blocks, root.child("console"), "enabled");
		ConnectionsReader reader = new ConnectionsReader(this.connections, known, blocks, this.problems, this.secrets);
		List<Connection> named = reader.read(root.child("connections"));
		ConnectionCheck check = new ConnectionCheck(reader.kinds(), this.problems);
		PropertyNode shared = root.child("defaults");
		TriggerKeys defaults = new SharedKeysReader(blocks, this.problems).readDefaults(shared);
		if (shared != null) {
			check.checkKnown(shared, defaults.connection());
		}
		TriggerReader triggers = new TriggerReader(this.sources, known.trigger(), blocks, this.problems, check);
		List<TriggerDefinition> sound = triggers.read(root.child("triggers"), defaults);
		return new Definitions(process, sound, named, this.problems.all(), triggers.unsound(),
				settings(root.child("triggers")));
	}

	/**
	 * It is read where it is used, and a value that is none is to be told with all else.
	 */
	private static void checkSwitch(BlockReader blocks, @Nullable PropertyNode block, String name) {
		PropertyNode set = (block != null) ? block.child(name) : null;
		if (set != null) {
			blocks.value(set, Boolean.class);
		}
	}

	private void checkDefault(ConnectionType type) {
		String prefix = type.defaultPrefix();
		if (prefix == null) {
			return;
		}
		Block<?, ? extends Connection> block = type.defaultBlock();
		KeyShape.Block keys = KeyShapes.of(block.type());
		PropertyTree tree = PropertyTree.read(this.environment, prefix, keys);
		this.secrets.register(tree.root(), keys, type::shown);
		new BlockReader(tree, this.placeholders, this.problems).read(tree.root(), block,
				TriggerDefinition.DEFAULT_CONNECTION);
	}

	private Map<String, Definitions.Setting> settings(@Nullable PropertyNode triggers) {
		Map<String, Definitions.Setting> settings = new LinkedHashMap<>();
		if (triggers != null) {
			KeyShape.Block known = KeyShapes.of(TriggerKeys.class);
			triggers.children()
				.forEach((trigger) -> collect(trigger, "tappet.triggers." + NameRule.of(trigger), known, settings));
		}
		return settings;
	}

	/** What nobody knows might be a secret, so only its place is kept. */
	private void collect(PropertyNode node, String key, @Nullable KeyShape known,
			Map<String, Definitions.Setting> settings) {
		PropertyNode.Entry entry = node.entry();
		if (entry != null) {
			String shown = (known instanceof KeyShape.Value) ? this.problems.shown(node) : null;
			settings.put(key, new Definitions.Setting(shown, entry.place()));
		}
		node.children()
			.forEach((child) -> collect(child, key + "." + child.name(),
					(known instanceof KeyShape.Block block) ? block.find(child.name()) : null, settings));
	}

}
