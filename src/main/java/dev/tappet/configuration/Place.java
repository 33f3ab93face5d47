package dev.tappet.configuration;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Where a value stands, in words that lead a person there.
 */
final class Place {

	private static final Pattern RESOURCE = Pattern.compile("([\\w ]*)\\[([^\\]]+)\\]");

	private Place() {
	}

	static String of(PropertySource<?> source, String property, @Nullable Origin origin) {
		Origin innermost = innermost(origin);
		if (innermost instanceof TextResourceOrigin text && text.getResource() != null) {
			String file = file(text.getResource().getDescription());
			TextResourceOrigin.Location location = text.getLocation();
			return (location != null) ? file + ":" + (location.getLine() + 1) : file;
		}
		if (innermost instanceof SystemEnvironmentOrigin variable) {
			return "environment variable \"" + variable.getProperty() + "\"";
		}
		if (source instanceof SystemEnvironmentPropertySource) {
			return "environment variable \"" + property + "\"";
		}
		if (source instanceof CommandLinePropertySource) {
			return "command line argument";
		}
		if (StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME.equals(source.getName())) {
			return "system property \"" + property + "\"";
		}
		return RESOURCE.matcher(source.getName()).find() ? file(source.getName())
				: "property source \"" + source.getName() + "\"";
	}

	private static @Nullable Origin innermost(@Nullable Origin origin) {
		Origin current = origin;
		while (current instanceof PropertySourceOrigin wrapper && wrapper.getOrigin() != null) {
			current = wrapper.getOrigin();
		}
		return current;
	}

	private static String file(String description) {
		Matcher resource = RESOURCE.matcher(description);
		if (!resource.find()) {
			return description;
		}
		String location = resource.group(2);
		return resource.group(1).strip().endsWith("class path resource") ? "classpath:" + location
				: shortened(location);
	}

	private static String shortened(String location) {
		String path = location.startsWith("file:") ? location.substring("file:".length()) : location;
		try {
			Path directory = Path.of("").toAbsolutePath();
			Path absolute = directory.resolve(path).normalize();
			return absolute.startsWith(directory) ? directory.relativize(absolute).toString() : path;
		}
		catch (InvalidPathException ex) {
			return location;
		}
	}

}
