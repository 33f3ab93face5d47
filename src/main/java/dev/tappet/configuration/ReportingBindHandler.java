package dev.tappet.configuration;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Notes what cannot be bound and goes on with the key's default value, where Spring Boot
 * would stop at the first mistake.
 */
final class ReportingBindHandler implements BindHandler {

	private final PropertyTree tree;

	private final FoundProblems problems;

	private final Set<ConfigurationPropertyName> bound = new HashSet<>();

	ReportingBindHandler(PropertyTree tree, FoundProblems problems) {
		this.tree = tree;
		this.problems = problems;
	}

	/**
	 * Whether a key has a value of its own. As in Spring Boot an empty text counts as
	 * none.
	 */
	boolean hasBound(ConfigurationPropertyName name) {
		return this.bound.contains(name);
	}

	@Override
	public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Object result) {
		ConfigurationProperty property = context.getConfigurationProperty();
		if (property != null && property.getName().equals(name)) {
			ValueRule rule = ValueRule.of(target);
			String problem = rule.problem(property.getValue(), result);
			if (problem != null) {
				add(name, problem, rule.remedy(problem));
				return null;
			}
		}
		if (!"".equals(result)) {
			this.bound.add(name);
		}
		return result;
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) {
		if (!KeyShapes.isValue(target.getType().resolve(Object.class))) {
			// A value where a block belongs has been reported by its shape.
			return null;
		}
		PropertyNode node = this.tree.find(name);
		PropertyNode.Entry entry = (node != null) ? node.entry() : null;
		if (node == null || entry == null) {
			add(name, "A list with a gap, or with more below it than values.",
					"Number its values from [0] on, or write them as a YAML list.");
			return null;
		}
		switch (this.problems.resolve(entry.text())) {
			case Placeholders.Unresolved unresolved ->
				add(name, this.problems.mention(node, unresolved) + " stands for nothing.",
						"Set that property or environment variable, or give a default as in ${NAME:default}.");
			case Placeholders.Resolved resolved -> {
				if (!resolved.text().isEmpty()) {
					ValueRule rule = ValueRule.of(target);
					String problem = rule.problem(resolved.text());
					add(name, problem, rule.remedy(problem));
				}
			}
		}
		return null;
	}

	/** Whatever is wrong with the shape of a key has been reported before. */
	private void add(ConfigurationPropertyName name, String problem, String remedy) {
		PropertyNode node = this.tree.find(name);
		if (node != null && !this.problems.under(node)) {
			this.problems.add(node, problem, remedy);
		}
	}

}
