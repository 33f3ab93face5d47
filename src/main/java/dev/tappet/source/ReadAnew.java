package dev.tappet.source;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;

/**
 * Reads files of the configuration anew, which Spring Boot reads once.
 */
final class ReadAnew {

	private static final List<PropertySourceLoader> LOADERS = List.of(new YamlPropertySourceLoader(),
			new PropertiesPropertySourceLoader());

	/** How Spring Boot tells the documents of one file apart. */
	private static final String DOCUMENT = " (document #";

	private static final String CONDITION = "spring.config.activate.";

	private ReadAnew() {
	}

	/** Whether it comes from files. */
	static boolean isOfFiles(PropertySource<?> source) {
		return source instanceof ConfigTreePropertySource || file(source) != null;
	}

	/**
	 * What its files have now.
	 * @param source what was read
	 * @return what there is now, or what was read where it comes from no file, or that
	 * one cannot be read
	 */
	static PropertySource<?> of(PropertySource<?> source) {
		if (source instanceof ConfigTreePropertySource tree) {
			return new ConfigTreePropertySource(tree.getName(), tree.getSource(),
					ConfigTreePropertySource.Option.AUTO_TRIM_TRAILING_NEW_LINE);
		}
		Resource file = file(source);
		return (file != null) ? document(source, file) : source;
	}

	private static PropertySource<?> document(PropertySource<?> source, Resource file) {
		String name = source.getName();
		int document = name.lastIndexOf(DOCUMENT);
		String whole = (document > 0) ? name.substring(0, document) : name;
		String extension = StringUtils.getFilenameExtension(file.getFilename());
		for (PropertySourceLoader loader : LOADERS) {
			if (extension != null
					&& Stream.of(loader.getFileExtensions()).anyMatch(extension.toLowerCase(Locale.ROOT)::equals)) {
				try {
					return loader.load(whole, file)
						.stream()
						.filter((each) -> each.getName().equals(name) && conditions(each).equals(conditions(source)))
						.findFirst()
						.<PropertySource<?>>map((each) -> each)
						.orElse(source);
				}
				catch (IOException | RuntimeException ex) {
					// It may be away, or be half of itself, while it is replaced.
					return source;
				}
			}
		}
		return source;
	}

	/** When it counts: a document in another's place may be one of another profile. */
	private static Map<String, Object> conditions(PropertySource<?> source) {
		Map<String, Object> conditions = new TreeMap<>();
		if (source instanceof EnumerablePropertySource<?> document) {
			for (String name : document.getPropertyNames()) {
				Object value = name.startsWith(CONDITION) ? document.getProperty(name) : null;
				if (value != null) {
					conditions.put(name, value);
				}
			}
		}
		return conditions;
	}

	/** The file that it was read from, which each of its values knows. */
	private static @Nullable Resource file(PropertySource<?> source) {
		if (!(source instanceof OriginTrackedMapPropertySource tracked)) {
			return null;
		}
		return Stream.of(tracked.getPropertyNames())
			.limit(1)
			.map(tracked::getOrigin)
			.filter(Objects::nonNull)
			.map(ReadAnew::resource)
			.filter((resource) -> resource != null && resource.isFile())
			.findFirst()
			.orElse(null);
	}

	private static @Nullable Resource resource(Origin origin) {
		return (origin instanceof TextResourceOrigin text) ? text.getResource() : null;
	}

}
