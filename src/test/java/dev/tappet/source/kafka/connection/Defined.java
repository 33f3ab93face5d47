package dev.tappet.source.kafka.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.tappet.source.Problems;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

/**
 * Connections of keys that are written as in a properties file, and sound.
 */
final class Defined {

	private Defined() {
	}

	static KafkaConnectionDefinition named(String... keys) {
		return new KafkaKeysReader("events", bind(KafkaKeys.class, keys), new KnownBundles(() -> null),
				new NoProblems(keys), Defined::started)
			.read();
	}

	static KafkaConnectionDefinition spring(String... keys) {
		return new SpringKafkaReader(bind(SpringKafkaKeys.class, keys), new KnownBundles(() -> null),
				new NoProblems(keys))
			.read();
	}

	static KafkaKeys keys(String... keys) {
		return bind(KafkaKeys.class, keys);
	}

	/** Fails at a problem. */
	static Problems sound(String... keys) {
		return new NoProblems(keys);
	}

	static KafkaClients clients(KafkaConnectionDefinition definition) {
		return new DefinedKafkaClients(definition, () -> definition, DefaultSslBundleRegistry::new, "tappet-test");
	}

	/** The tests that ask for tokens allow their address. */
	private static @Nullable String started(String name) {
		String allowed = System.getProperty(name);
		return (allowed != null || !name.endsWith("allowed.urls")) ? allowed : "http://token/";
	}

	private static <T> T bind(Class<T> type, String... keys) {
		Map<String, String> values = List.of(keys)
			.stream()
			.collect(Collectors.toMap((key) -> "c." + key.substring(0, key.indexOf('=')),
					(key) -> key.substring(key.indexOf('=') + 1)));
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("c", type);
	}

	/**
	 * Fails at a problem.
	 *
	 * @param keys what was written
	 */
	private record NoProblems(List<String> keys) implements Problems {

		NoProblems(String... keys) {
			this(new ArrayList<>(List.of(keys)));
		}

		@Override
		public void add(String key, String problem, String remedy) {
			throw new AssertionError(key + ": " + problem);
		}

		@Override
		public boolean isSet(String key) {
			return this.keys.stream().anyMatch((each) -> each.startsWith(key + "=") || each.startsWith(key + "."));
		}

	}

}
