package dev.tappet.configuration;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import dev.tappet.source.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * A key with the value that counts, and the keys below it.
 */
final class PropertyNode {

	private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}_-]+");

	private final @Nullable PropertyNode parent;

	private final PropertyPath.Element element;

	private final Map<String, PropertyNode> children = new LinkedHashMap<>();

	private final Map<Written, Entry> spellings = new LinkedHashMap<>();

	private @Nullable Entry entry;

	PropertyNode(@Nullable PropertyNode parent, PropertyPath.Element element) {
		this.parent = parent;
		this.element = element;
	}

	/**
	 * The child that a path's next element leads to, made if it is new.
	 * @param next the element
	 * @param origin the entry on whose path it lies
	 */
	PropertyNode descend(PropertyPath.Element next, Entry origin) {
		PropertyNode child = this.children.computeIfAbsent(Spelling.uniform(next.text()),
				(key) -> new PropertyNode(this, next));
		child.spellings.putIfAbsent(new Written(next.text(), origin.rank()), origin);
		return child;
	}

	void set(Entry candidate) {
		if (this.entry == null || candidate.rank() <= this.entry.rank()) {
			this.entry = candidate;
		}
	}

	String name() {
		return this.element.text();
	}

	boolean isIndex() {
		return this.element.index();
	}

	@Nullable PropertyNode parent() {
		return this.parent;
	}

	/**
	 * The full name of the property.
	 */
	String key() {
		if (this.parent == null) {
			return name();
		}
		return this.parent.key() + (isPlain() ? "." + name() : "[" + name() + "]");
	}

	/**
	 * Whether the name is one that can stand between dots, and can be bound.
	 */
	boolean isPlain() {
		return !isIndex() && PLAIN.matcher(name()).matches();
	}

	/**
	 * The value, or {@code null} where only keys below this one have values.
	 */
	@Nullable Entry entry() {
		return this.entry;
	}

	boolean hasText() {
		return this.entry != null && !this.entry.text().isEmpty();
	}

	/**
	 * Where this key stands, or for a block, where the first key in it does.
	 */
	@Nullable String place() {
		if (this.entry != null) {
			return this.entry.place();
		}
		return this.children.values()
			.stream()
			.map(PropertyNode::place)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/** The key below this one that a path leads to, as far as there is one. */
	@Nullable PropertyNode find(String path) {
		PropertyNode node = this;
		for (PropertyPath.Element element : PropertyPath.parse(path).elements()) {
			node = (node != null) ? node.child(element.text()) : null;
		}
		return node;
	}

	@Nullable PropertyNode child(String name) {
		return this.children.get(Spelling.uniform(name));
	}

	Collection<PropertyNode> children() {
		return this.children.values();
	}

	List<String> spellings() {
		return this.spellings.keySet().stream().map(Written::text).distinct().toList();
	}

	/**
	 * A second spelling within one property source, with its place: surely not an
	 * override.
	 */
	Map.@Nullable Entry<String, Entry> secondSpelling() {
		Map<Integer, String> first = new LinkedHashMap<>();
		for (Map.Entry<Written, Entry> each : this.spellings.entrySet()) {
			Written spelling = each.getKey();
			String other = first.putIfAbsent(spelling.rank(), spelling.text());
			if (other != null && !other.equals(spelling.text())) {
				return Map.entry(spelling.text(), each.getValue());
			}
		}
		return null;
	}

	/**
	 * What a property source says.
	 *
	 * @param rank the position of the source, the strongest first
	 * @param text the value with its placeholders
	 * @param place where it stands
	 */
	record Entry(int rank, String text, String place) {
	}

	private record Written(String text, int rank) {
	}

}
