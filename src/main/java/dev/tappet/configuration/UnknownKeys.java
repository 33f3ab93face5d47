package dev.tappet.configuration;

import java.util.List;
import java.util.Map;

import dev.tappet.source.NearNames;
import dev.tappet.source.Spelling;

/**
 * Finds the keys that mean nothing, and the values where a block belongs or the other way
 * round.
 */
final class UnknownKeys {

	private final FoundProblems problems;

	UnknownKeys(FoundProblems problems) {
		this.problems = problems;
	}

	/**
	 * Checks all keys from a node on, but leaves what is below a name that the user chose
	 * to the reader of that name.
	 * @param node the node
	 * @param known what is known of it
	 */
	void check(PropertyNode node, KeyShape known) {
		switch (known) {
			case KeyShape.Value value -> checkValue(node, value);
			case KeyShape.Block block -> {
				checkIsBlock(node);
				checkKeys(node, block);
			}
			case KeyShape.Open open -> {
			}
			case KeyShape.Named named -> {
				checkSpelling(node);
				checkIsBlock(node);
				if (isList(node)) {
					this.problems.addWithoutValue(node, "A list where names belong.",
							"Write each name as a key: 'some-name:' instead of '-'.");
				}
			}
		}
	}

	static boolean isList(PropertyNode node) {
		PropertyNode first = node.child("0");
		return first != null && first.isIndex();
	}

	/**
	 * Checks the keys of a block, but not whether it has a value of its own.
	 */
	void checkKeys(PropertyNode node, KeyShape.Block block) {
		checkSpelling(node);
		for (PropertyNode child : node.children()) {
			KeyShape known = block.find(child.name());
			if (child.isIndex()) {
				this.problems.addUnknown(child, "A list where a block of keys belongs.",
						"Write the keys without dashes before them: %s."
							.formatted(String.join(", ", block.keys().keySet())));
			}
			else if (known == null) {
				this.problems.addUnknown(child, "Unknown key.", remedy(child, block));
			}
			else {
				check(child, known);
			}
		}
	}

	private void checkSpelling(PropertyNode node) {
		Map.Entry<String, PropertyNode.Entry> second = node.secondSpelling();
		if (second != null) {
			String other = node.spellings()
				.stream()
				.filter((spelling) -> !spelling.equals(second.getKey()))
				.findFirst()
				.orElse(node.name());
			this.problems.addWithoutValue(node,
					"Also written '%s' (%s), which is the same name to Spring Boot.".formatted(second.getKey(),
							second.getValue().place()),
					"Keep '%s' or '%s', or tell them apart by more than dashes and case.".formatted(other,
							second.getKey()));
		}
	}

	private void checkIsBlock(PropertyNode node) {
		if (node.hasText()) {
			this.problems.addUnknown(node, "A value where a block of keys belongs.",
					"Write the keys below '%s', further to the right.".formatted(node.name()));
		}
	}

	private void checkValue(PropertyNode node, KeyShape.Value value) {
		checkSpelling(node);
		for (PropertyNode child : node.children()) {
			if (!child.isIndex()) {
				this.problems.addUnknown(child, "A block of keys where a value belongs.",
						"Write the value directly behind '%s:'.".formatted(node.name()));
			}
			else if (!value.list()) {
				this.problems.addUnknown(child, "A list where one value belongs.",
						"Write one value directly behind '%s:'.".formatted(node.name()));
			}
			else {
				checkValue(child, new KeyShape.Value(false));
			}
		}
	}

	private static String remedy(PropertyNode node, KeyShape.Block block) {
		List<String> owners = owners(node, block);
		if (!owners.isEmpty()) {
			return "Move it into the block %s.".formatted(NearNames.alternatives(owners));
		}
		boolean dotted = node.children().stream().anyMatch((child) -> block.find(child.name()) != null);
		PropertyNode parent = node.parent();
		PropertyNode section = (parent != null) ? parent.parent() : null;
		if (dotted && parent != null && section != null && Spelling.same(section.name(), "triggers")) {
			String name = parent.name() + "." + node.name();
			return "If '%s' is the trigger's name, write '%s': a dot separates keys.".formatted(name,
					name.replace('.', '-'));
		}
		return NearNames.hint(node.name(), block.keys().keySet());
	}

	/**
	 * The blocks to which a key belongs that stands one level too high.
	 */
	private static List<String> owners(PropertyNode node, KeyShape.Block block) {
		return block.keys()
			.entrySet()
			.stream()
			.filter((entry) -> node.children().isEmpty() && entry.getValue() instanceof KeyShape.Block inner
					&& inner.find(node.name()) instanceof KeyShape.Value)
			.map(Map.Entry::getKey)
			.toList();
	}

}
