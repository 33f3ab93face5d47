package dev.tappet.configuration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Gathers all that the property sources say under {@code tappet} into one tree.
 */
final class PropertyTree {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("tappet");

	private final PropertyNode root = new PropertyNode(null, new PropertyPath.Element("tappet", false));

	private PropertyTree() {
	}

	/**
	 * Reads an environment. The weakest source comes first, so that the tree has the
	 * order of the file; environment variables come last, since what their underscores
	 * mean depends on the names that the others use.
	 */
	static PropertyNode read(ConfigurableEnvironment environment) {
		PropertyTree tree = new PropertyTree();
		List<PropertySource<?>> sources = new ArrayList<>();
		environment.getPropertySources().forEach(sources::add);
		List<Integer> ranks = new ArrayList<>(IntStream.range(0, sources.size()).boxed().toList());
		Collections.reverse(ranks);
		for (int rank : ranks) {
			if (!(sources.get(rank) instanceof SystemEnvironmentPropertySource)
					&& sources.get(rank) instanceof EnumerablePropertySource<?> source) {
				tree.addAll(rank, source);
			}
		}
		for (int rank : ranks) {
			if (sources.get(rank) instanceof SystemEnvironmentPropertySource source) {
				tree.addVariables(rank, source);
			}
		}
		return tree.root;
	}

	private void addAll(int rank, EnumerablePropertySource<?> source) {
		for (String name : source.getPropertyNames()) {
			List<PropertyPath.Element> path = PropertyPath.parse(name).elements();
			if (!path.isEmpty() && Relaxed.same(path.get(0).text(), this.root.name())) {
				String place = Place.of(source, name, PropertySourceOrigin.get(source, name));
				add(path.subList(1, path.size()), new PropertyNode.Entry(rank, text(source.getProperty(name)), place));
			}
		}
	}

	private void addVariables(int rank, SystemEnvironmentPropertySource source) {
		ConfigurationPropertySources.from(source).forEach((adapted) -> {
			if (adapted instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream().filter(PREFIX::isAncestorOf).sorted().forEach((name) -> {
					ConfigurationProperty property = iterable.getConfigurationProperty(name);
					if (property != null) {
						addVariable(rank, source, property);
					}
				});
			}
		});
	}

	private void addVariable(int rank, SystemEnvironmentPropertySource source, ConfigurationProperty property) {
		String text = text(property.getValue());
		if (isServiceLink(text)) {
			return;
		}
		ConfigurationPropertyName name = property.getName();
		List<String> words = IntStream.range(1, name.getNumberOfElements())
			.mapToObj((i) -> name.getElement(i, ConfigurationPropertyName.Form.UNIFORM))
			.toList();
		String variable = (property.getOrigin() instanceof PropertySourceOrigin origin) ? origin.getPropertyName()
				: name.toString();
		PropertyNode.Entry entry = new PropertyNode.Entry(rank, text, Place.of(source, variable, property.getOrigin()));
		VariableName.resolve(words, KnownKeys.ROOT, this.root).ifPresent((path) -> add(path, entry));
	}

	/**
	 * Kubernetes sets variables for each service in the namespace, also for one that is
	 * called {@code tappet} or {@code tappet-triggers}.
	 */
	private static boolean isServiceLink(String text) {
		return text.startsWith("tcp://") || text.startsWith("udp://");
	}

	private void add(List<PropertyPath.Element> path, PropertyNode.Entry entry) {
		PropertyNode node = this.root;
		for (PropertyPath.Element element : path) {
			node = node.descend(element, entry);
		}
		node.set(entry);
	}

	private static String text(@Nullable Object value) {
		return (value != null) ? value.toString() : "";
	}

}
