package dev.tappet.configuration;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Collects all that is wrong.
 */
final class Problems {

	private final Set<ConfigurationProblem> found = new LinkedHashSet<>();

	void add(PropertyNode node, String problem, String remedy) {
		PropertyNode.Entry entry = node.entry();
		add(node, (entry != null && !entry.text().isEmpty()) ? entry.text() : null, problem, remedy);
	}

	void add(PropertyNode node, @Nullable String value, String problem, String remedy) {
		this.found.add(new ConfigurationProblem(node.key(), Secrets.shown(node, value), node.place(), problem, remedy));
	}

	void addUnknown(PropertyNode node, String problem, String remedy) {
		this.found.add(new ConfigurationProblem(node.key(), Secrets.shownUnknown(node), node.place(), problem, remedy));
	}

	void addMissing(PropertyNode block, String key, String problem, String remedy) {
		this.found.add(new ConfigurationProblem(block.key() + "." + key, null, block.place(), problem, remedy));
	}

	boolean under(PropertyNode node) {
		String key = node.key();
		return this.found.stream()
			.map(ConfigurationProblem::key)
			.anyMatch((each) -> each.equals(key) || each.startsWith(key + ".") || each.startsWith(key + "["));
	}

	List<ConfigurationProblem> all() {
		return List.copyOf(this.found);
	}

}
