package dev.tappet.source;

import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.util.PropertyPlaceholderHelper;

/**
 * Reads keys anew where they may stand in files that change under a running service: the
 * mounted secrets of a config tree, and files of YAML or properties.
 *
 * @param environment the configuration
 */
public record ChangingFiles(Environment environment) {

	/** A placeholder whose file is away must not become the password. */
	private static final PropertyPlaceholderHelper STRICT = new PropertyPlaceholderHelper("${", "}", ":", '\\', false);

	/**
	 * What keys mean as their files have them now.
	 * @param known what they meant at the start
	 * @param prefix where they stand
	 * @param type the record that they bind to
	 * @param reader what the record means; problems make it worth nothing
	 * @param <K> the record
	 * @param <T> its meaning
	 * @return what they mean, or what was known where there are no such files, or
	 * something is wrong with them
	 */
	public <K, T> T latest(T known, String prefix, Class<K> type, BiFunction<K, Problems, @Nullable T> reader) {
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
			T now = reader.apply(binder.bindOrCreate(prefix, type), problems);
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
