package dev.tappet.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.tappet.source.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which key an environment variable means: an underscore may stand for a dot, a
 * dash, or a bracket. The reading that leaves the fewest words unexplained wins, and a
 * name that is there already wins over a new one.
 *
 * @param path the key
 * @param unknown how many words led nowhere
 * @param isNew whether it introduces a name
 */
record VariableName(List<PropertyPath.Element> path, int unknown, boolean isNew) {

	private static final Comparator<VariableName> BEST = Comparator.comparingInt(VariableName::unknown)
		.thenComparing(VariableName::isNew);

	/**
	 * The key that a variable means. A variable that fits no section is none of ours:
	 * {@code TAPPET_HANDLERS} names a folder, and {@code TAPPET_SERVICE_HOST} comes with
	 * Kubernetes.
	 */
	static Optional<List<PropertyPath.Element>> resolve(List<String> words, KeyShape.Block root, PropertyNode tree) {
		VariableName best = read(words, root, tree);
		return (best.unknown > 0 && best.path.size() < 2) ? Optional.empty() : Optional.of(best.path);
	}

	private static VariableName read(List<String> words, KeyShape known, @Nullable PropertyNode node) {
		return switch (known) {
			case KeyShape.Value value -> readValue(words, value);
			case KeyShape.Block block -> readBlock(words, block, node);
			case KeyShape.Named named -> readNamed(words, named, node);
			case KeyShape.Open open -> readOpen(words);
		};
	}

	private static VariableName readValue(List<String> words, KeyShape.Value value) {
		if (words.isEmpty()) {
			return new VariableName(List.of(), 0, false);
		}
		boolean index = words.size() == 1 && words.get(0).chars().allMatch(Character::isDigit);
		return index
				? new VariableName(List.of(new PropertyPath.Element(words.get(0), true)), value.list() ? 0 : 1, false)
				: unexplained(words);
	}

	private static VariableName readBlock(List<String> words, KeyShape.Block block, @Nullable PropertyNode node) {
		VariableName best = unexplained(words);
		for (int length = 1; length <= words.size(); length++) {
			String word = String.join("", words.subList(0, length));
			for (Map.Entry<String, KeyShape> key : block.keys().entrySet()) {
				if (Spelling.same(key.getKey(), word)) {
					PropertyNode child = (node != null) ? node.child(key.getKey()) : null;
					VariableName rest = read(words.subList(length, words.size()), key.getValue(), child);
					best = better(best, rest.below(key.getKey(), false));
				}
			}
		}
		return best;
	}

	private static VariableName readNamed(List<String> words, KeyShape.Named named, @Nullable PropertyNode node) {
		VariableName best = unexplained(words);
		for (int length = 1; length <= words.size(); length++) {
			String word = String.join("-", words.subList(0, length));
			PropertyNode child = (node != null) ? node.child(word) : null;
			VariableName rest = read(words.subList(length, words.size()), named.block(), child);
			best = better(best, rest.below((child != null) ? child.name() : word, child == null));
		}
		return best;
	}

	private static VariableName readOpen(List<String> words) {
		return new VariableName(words.stream().map((word) -> new PropertyPath.Element(word, false)).toList(), 0, false);
	}

	private static VariableName unexplained(List<String> words) {
		if (words.isEmpty()) {
			return new VariableName(List.of(), 1, false);
		}
		return new VariableName(List.of(new PropertyPath.Element(String.join("-", words), false)), words.size(), false);
	}

	private static VariableName better(VariableName one, VariableName other) {
		return (BEST.compare(other, one) < 0) ? other : one;
	}

	private VariableName below(String name, boolean isNew) {
		List<PropertyPath.Element> longer = new ArrayList<>();
		longer.add(new PropertyPath.Element(name, false));
		longer.addAll(this.path);
		return new VariableName(longer, this.unknown, this.isNew || isNew);
	}

}
