package dev.tappet.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.tappet.source.Spelling;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * All that the property sources say under a prefix: as a tree with the names and places
 * that a report needs, and as sources to bind from. A property source that cannot list
 * its names is not seen.
 */
final class PropertyTree {

	private final ConfigurationPropertyName prefix;

	private final PropertyNode root;

	private final List<PropertySource<?>> sources = new ArrayList<>();

	private PropertyTree(String prefix) {
		this.prefix = ConfigurationPropertyName.of(prefix);
		this.root = new PropertyNode(null, new PropertyPath.Element(prefix, false));
	}

	/**
	 * Reads an environment. The weakest source comes first, so that the tree has the
	 * order of the file; environment variables come last, since what their underscores
	 * mean depends on the names that the others use.
	 */
	static PropertyTree read(ConfigurableEnvironment environment, String prefix, KeyShape.Block known) {
		PropertyTree tree = new PropertyTree(prefix);
		environment.getPropertySources().forEach((source) -> {
			if (source instanceof EnumerablePropertySource<?>) {
				tree.sources.add(source);
			}
		});
		for (int rank = tree.sources.size() - 1; rank >= 0; rank--) {
			if (!(tree.sources.get(rank) instanceof SystemEnvironmentPropertySource)) {
				tree.addAll(rank);
			}
		}
		for (int rank = tree.sources.size() - 1; rank >= 0; rank--) {
			if (tree.sources.get(rank) instanceof SystemEnvironmentPropertySource variables) {
				tree.sources.set(rank, new AdaptedVariables(variables.getName()));
				tree.addVariables(rank, variables, known);
			}
		}
		return tree;
	}

	PropertyNode root() {
		return this.root;
	}

	/** The sources to bind from, the strongest first. */
	List<ConfigurationPropertySource> bindable() {
		return this.sources.stream()
			.<ConfigurationPropertySource>map(ConfigurationPropertySource::from)
			.filter(Objects::nonNull)
			.map((source) -> source.filter((name) -> !isEmptyBlock(name)))
			.toList();
	}

	/**
	 * A block that is left empty in one source hides from the binder what others say
	 * below it.
	 */
	private boolean isEmptyBlock(ConfigurationPropertyName name) {
		PropertyNode node = this.prefix.equals(name) ? this.root : this.prefix.isAncestorOf(name) ? find(name) : null;
		return node != null && !node.hasText() && node.children().stream().anyMatch((child) -> !child.isIndex());
	}

	/** The node of a name. */
	@Nullable PropertyNode find(ConfigurationPropertyName name) {
		PropertyNode node = this.root;
		for (int i = this.prefix.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
			node = (node != null) ? node.child(name.getElement(i, ConfigurationPropertyName.Form.ORIGINAL)) : null;
		}
		return node;
	}

	private void addAll(int rank) {
		EnumerablePropertySource<?> source = (EnumerablePropertySource<?>) this.sources.get(rank);
		int length = this.prefix.getNumberOfElements();
		for (String name : source.getPropertyNames()) {
			List<PropertyPath.Element> path = PropertyPath.parse(name).elements();
			boolean below = path.size() >= length && IntStream.range(0, length)
				.allMatch((i) -> Spelling.same(path.get(i).text(),
						this.prefix.getElement(i, ConfigurationPropertyName.Form.ORIGINAL)));
			if (below) {
				String place = Place.of(source, name, PropertySourceOrigin.get(source, name));
				add(path.subList(length, path.size()),
						new PropertyNode.Entry(rank, text(source.getProperty(name)), place));
			}
		}
	}

	private void addVariables(int rank, SystemEnvironmentPropertySource variables, KeyShape.Block known) {
		if (ConfigurationPropertySource.from(variables) instanceof IterableConfigurationPropertySource names) {
			names.stream()
				.filter(this.prefix::isAncestorOf)
				.sorted()
				.flatMap((name) -> Stream.ofNullable(names.getConfigurationProperty(name)))
				.forEach((property) -> addVariable(rank, property, known));
		}
	}

	private void addVariable(int rank, ConfigurationProperty property, KeyShape.Block known) {
		String text = text(property.getValue());
		if (isServiceLink(text)) {
			return;
		}
		ConfigurationPropertyName name = property.getName();
		List<String> words = IntStream.range(this.prefix.getNumberOfElements(), name.getNumberOfElements())
			.mapToObj((i) -> name.getElement(i, ConfigurationPropertyName.Form.UNIFORM))
			.toList();
		String variable = (property.getOrigin() instanceof PropertySourceOrigin origin) ? origin.getPropertyName()
				: name.toString();
		VariableName.resolve(words, known, this.root).ifPresent((path) -> {
			AdaptedVariables adapted = (AdaptedVariables) this.sources.get(rank);
			PropertyNode node = add(path,
					new PropertyNode.Entry(rank, text, "environment variable \"" + variable + "\""));
			adapted.add(node.key(), variable, property.getValue());
		});
	}

	/**
	 * Kubernetes sets variables for each service in the namespace, also for one that is
	 * called {@code tappet} or {@code tappet-triggers}.
	 */
	private static boolean isServiceLink(String text) {
		return text.startsWith("tcp://") || text.startsWith("udp://");
	}

	private PropertyNode add(List<PropertyPath.Element> path, PropertyNode.Entry entry) {
		PropertyNode node = this.root;
		for (PropertyPath.Element element : path) {
			node = node.descend(element, entry);
		}
		node.set(entry);
		return node;
	}

	private static String text(@Nullable Object value) {
		return (value != null) ? value.toString() : "";
	}

}
