package dev.tappet.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * What the service of a test is started with.
 *
 * @param arguments its command line
 * @param triggers the triggers that the test brings along
 */
record TestSettings(List<String> arguments, List<PropertySource<?>> triggers) {

	/** A place that has no configuration file. */
	private static final String NOWHERE = "optional:classpath:/no-configuration-of-its-own/";

	/**
	 * Makes the settings.
	 * @param triggers the triggers in YAML, or nothing
	 * @param properties each as {@code key=value}
	 * @param port where Redis listens
	 * @return the settings
	 */
	static TestSettings of(String triggers, String[] properties, int port) {
		Map<String, String> settings = new LinkedHashMap<>();
		settings.put("spring.data.redis.url", "redis://%s:%d".formatted(OwnRedis.HOST, port));
		// For placeholders in other settings.
		settings.put("spring.data.redis.host", OwnRedis.HOST);
		settings.put("spring.data.redis.port", String.valueOf(port));
		// Whoever started it ends it, before the Redis ends.
		settings.put("spring.main.register-shutdown-hook", "false");
		if (!triggers.isBlank()) {
			settings.put("spring.config.location", NOWHERE);
		}
		for (String property : properties) {
			int sign = property.indexOf('=');
			if (sign < 1) {
				throw new IllegalArgumentException("'%s' is no property: write key=value".formatted(property));
			}
			settings.put(property.substring(0, sign).strip(), property.substring(sign + 1).strip());
		}
		List<String> arguments = settings.entrySet()
			.stream()
			.map((setting) -> "--" + setting.getKey() + "=" + setting.getValue())
			.toList();
		return new TestSettings(arguments, triggers.isBlank() ? List.of() : read(triggers));
	}

	private static List<PropertySource<?>> read(String triggers) {
		String yaml = "tappet:\n  triggers:\n" + triggers.stripIndent().indent(4);
		try {
			return new YamlPropertySourceLoader().load("triggers",
					new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8), "the triggers of @TappetTest"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
