package dev.tappet.source.redis.connection;

import dev.tappet.source.Problems;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.util.PropertyPlaceholderHelper;

/**
 * Reads a connection anew where its keys may stand in files that change under a running
 * service: the mounted secrets of a config tree, and files of YAML or properties.
 *
 * @param environment the configuration
 */
record ConnectionFiles(Environment environment) {

	/** A placeholder whose file is away must not become the password. */
	private static final PropertyPlaceholderHelper STRICT = new PropertyPlaceholderHelper("${", "}", ":", '\\', false);

	/**
	 * A connection as its files have it now.
	 * @param known the connection as it was read at the start
	 * @param prefix where its keys stand
	 * @return the connection, or what was known where there are no such files, or
	 * something is wrong with them
	 */
	ConnectionDefinition latest(ConnectionDefinition known, String prefix) {
		if (!(this.environment instanceof ConfigurableEnvironment configurable)
				|| configurable.getPropertySources().stream().noneMatch(ReadAnew::isOfFiles)) {
			return known;
		}
		MutablePropertySources sources = new MutablePropertySources();
		configurable.getPropertySources()
			.stream()
			.filter((source) -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
			.map(ReadAnew::of)
			.forEach(sources::addLast);
		try {
			Binder binder = new Binder(ConfigurationPropertySources.from(sources),
					new PropertySourcesPlaceholdersResolver(sources, STRICT));
			Noted problems = new Noted(binder, prefix);
			ConnectionProperties properties = binder.bindOrCreate(prefix, ConnectionProperties.class);
			ConnectionDefinition now = new ConnectionReader(known.name(), properties, problems, Surroundings.UNKNOWN)
				.read();
			return (now != null && !problems.any) ? now : known;
		}
		catch (RuntimeException ex) {
			// A file may be away for the moment that it takes to replace it.
			return known;
		}
	}

	/** Notes that there are problems, which were told at the start. */
	private static final class Noted implements Problems {

		private final Binder binder;

		private final String prefix;

		private boolean any;

		Noted(Binder binder, String prefix) {
			this.binder = binder;
			this.prefix = prefix;
		}

		@Override
		public void add(String key, String problem, String remedy) {
			this.any = true;
		}

		@Override
		public boolean isSet(String key) {
			return this.binder.bind(this.prefix + "." + key, Object.class).isBound();
		}

	}

}
