package dev.tappet.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.source.ConnectionType;
import dev.tappet.source.SourceTypes;
import dev.tappet.source.redis.RedisTypes;
import dev.tappet.source.redis.connection.RedisConnectionType;
import dev.tappet.source.redis.connection.RedisConnectionType.DefaultKeys;
import dev.tappet.trigger.TriggerDefinition;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * An environment as an application would have it, made of a file, variables and
 * arguments.
 */
final class Configured {

	private final MutablePropertySources sources;

	private final ConfigurableEnvironment environment = new StandardEnvironment();

	private SourceTypes types = RedisTypes.all();

	private Collection<? extends ConnectionType> connections = List.of(new RedisConnectionType(DefaultKeys.DECISIVE));

	private Configured() {
		this.sources = this.environment.getPropertySources();
		this.sources.forEach((source) -> this.sources.remove(source.getName()));
	}

	static Configured by(String yaml) {
		Configured configured = new Configured();
		ByteArrayResource file = new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8), "config/application.yml");
		try {
			List<PropertySource<?>> documents = new YamlPropertySourceLoader().load("application", file);
			documents.forEach(configured.sources::addFirst);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return configured;
	}

	/**
	 * A trigger {@code orders} with some keys, and a source if they have none.
	 */
	static Configured trigger(String keys) {
		return by("tappet:\n  triggers:\n    orders:\n" + keys.indent(6)
				+ (keys.contains("redis-") ? "" : "      redis-list:\n        key: orders\n"));
	}

	Configured variables(Map<String, String> variables) {
		this.sources.addFirst(new SystemEnvironmentPropertySource(
				StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
		return this;
	}

	Configured arguments(String... arguments) {
		this.sources.addFirst(new SimpleCommandLinePropertySource(arguments));
		return this;
	}

	Configured knowing(SourceTypes types, Collection<? extends ConnectionType> connections) {
		this.types = types;
		this.connections = connections;
		return this;
	}

	Configured source(PropertySource<?> source) {
		this.sources.addFirst(source);
		return this;
	}

	static KnownKeys known() {
		return KnownKeys.of(RedisTypes.all(), List.of(new RedisConnectionType(DefaultKeys.DECISIVE)));
	}

	Definitions read() {
		return DefinitionReader.read(this.environment, this.types, this.connections);
	}

	/**
	 * The definitions, which must be without problems.
	 */
	Definitions sound() {
		Definitions definitions = read();
		if (!definitions.problems().isEmpty()) {
			throw new InvalidConfigurationException(definitions.problems());
		}
		return definitions;
	}

	TriggerDefinition onlyTrigger() {
		List<TriggerDefinition> triggers = sound().triggers();
		if (triggers.size() != 1) {
			throw new AssertionError(triggers);
		}
		return triggers.get(0);
	}

	ConfigurationProblem onlyProblem() {
		List<ConfigurationProblem> problems = read().problems();
		if (problems.size() != 1) {
			throw new AssertionError(problems);
		}
		return problems.get(0);
	}

}
