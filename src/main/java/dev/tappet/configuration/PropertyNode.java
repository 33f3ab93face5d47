package dev.tappet.configuration;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A key under {@code tappet} with the value that counts, and the keys below it.
 */
final class PropertyNode {

	private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}_-]+");

	private final @Nullable PropertyNode parent;

	private final PropertyPath.Element element;

	private final Map<String, PropertyNode> children = new LinkedHashMap<>();

	private final Map<Spelling, Entry> spellings = new LinkedHashMap<>();

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
		PropertyNode child = this.children.computeIfAbsent(Relaxed.uniform(next.text()),
				(key) -> new PropertyNode(this, next));
		child.spellings.putIfAbsent(new Spelling(next.text(), origin.rank()), origin);
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
		boolean plain = !isIndex() && PLAIN.matcher(name()).matches();
		return this.parent.key() + (plain ? "." + name() : "[" + name() + "]");
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

	@Nullable PropertyNode child(String name) {
		return this.children.get(Relaxed.uniform(name));
	}

	Collection<PropertyNode> children() {
		return this.children.values();
	}

	/**
	 * The nodes of a list. As in Spring Boot one property source alone provides it: the
	 * first that has the list at all, in whichever form.
	 */
	List<PropertyNode> listed() {
		List<PropertyNode> indexed = new ArrayList<>(
				this.children.values().stream().filter((child) -> child.isIndex() && child.entry != null).toList());
		int first = indexed.stream().mapToInt(PropertyNode::rank).min().orElse(Integer.MAX_VALUE);
		if (this.entry != null && this.entry.rank() <= first) {
			return List.of(this);
		}
		indexed.removeIf((child) -> child.rank() != first);
		indexed.sort(Comparator.comparing((child) -> new BigInteger(child.name())));
		return indexed;
	}

	private int rank() {
		return (this.entry != null) ? this.entry.rank() : Integer.MAX_VALUE;
	}

	List<String> spellings() {
		return this.spellings.keySet().stream().map(Spelling::text).distinct().toList();
	}

	/**
	 * A second spelling within one property source, with its place: surely not an
	 * override.
	 */
	Map.@Nullable Entry<String, Entry> secondSpelling() {
		Map<Integer, String> first = new LinkedHashMap<>();
		for (Map.Entry<Spelling, Entry> each : this.spellings.entrySet()) {
			Spelling spelling = each.getKey();
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

	private record Spelling(String text, int rank) {
	}

}
