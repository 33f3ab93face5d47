package dev.tappet.configuration;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Collects all that is wrong, each with the value as it may be shown and with its place.
 */
final class FoundProblems {

	private final Set<ConfigurationProblem> found = new LinkedHashSet<>();

	private final Placeholders placeholders;

	private final Secrets secrets;

	FoundProblems(Placeholders placeholders, Secrets secrets) {
		this.placeholders = placeholders;
		this.secrets = secrets;
	}

	/** A problem with the value of a key. */
	void add(PropertyNode node, String problem, String remedy) {
		this.found.add(new ConfigurationProblem(node.key(), shown(node), node.place(), problem, remedy));
	}

	/** A problem with a key, whatever its value. */
	void addWithoutValue(PropertyNode node, String problem, String remedy) {
		this.found.add(new ConfigurationProblem(node.key(), null, node.place(), problem, remedy));
	}

	/** A problem with a key that nobody knows. */
	void addUnknown(PropertyNode node, String problem, String remedy) {
		this.found
			.add(new ConfigurationProblem(node.key(), this.secrets.shownUnknown(node), node.place(), problem, remedy));
	}

	/** A problem with a key that is not there. */
	void addMissing(PropertyNode block, String key, String problem, String remedy) {
		this.found.add(new ConfigurationProblem(block.key() + "." + key, null, block.place(), problem, remedy));
	}

	boolean under(PropertyNode node) {
		return under(node.key());
	}

	boolean under(String key) {
		return this.found.stream()
			.map(ConfigurationProblem::key)
			.anyMatch((each) -> each.equals(key) || each.startsWith(key + ".") || each.startsWith(key + "["));
	}

	List<ConfigurationProblem> all() {
		return List.copyOf(this.found);
	}

	Placeholders.Result resolve(String text) {
		return this.placeholders.resolve(text);
	}

	/** What to call a placeholder that stands for nothing. */
	String mention(PropertyNode node, Placeholders.Unresolved unresolved) {
		PropertyNode.Entry entry = node.entry();
		String raw = (entry != null) ? entry.text() : "";
		return unresolved.mention(raw, raw.equals(this.secrets.shown(node, raw)));
	}

	/**
	 * The value of a key as it may be shown, with what its placeholders stand for.
	 */
	@Nullable String shown(PropertyNode node) {
		PropertyNode.Entry entry = node.entry();
		if (entry == null || entry.text().isEmpty()) {
			return null;
		}
		String resolved = (resolve(entry.text()) instanceof Placeholders.Resolved(String text)) ? text : entry.text();
		String shown = this.secrets.shown(node, resolved);
		boolean open = resolved.equals(shown) && !resolved.equals(entry.text());
		return open ? resolved + " (from " + entry.text() + ")" : shown;
	}

}
