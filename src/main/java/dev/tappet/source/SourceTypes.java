package dev.tappet.source;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of sources that there are.
 */
public final class SourceTypes {

	private final Map<String, SourceType> types = new LinkedHashMap<>();

	/**
	 * Collects the kinds.
	 * @param types the kinds, each with a name of its own
	 */
	public SourceTypes(Collection<? extends SourceType> types) {
		for (SourceType type : types) {
			if (this.types.putIfAbsent(type.name(), type) != null) {
				throw new IllegalArgumentException("two kinds of sources are named '%s'".formatted(type.name()));
			}
		}
	}

	/**
	 * The kind of a name.
	 * @param name the name of its block
	 * @return the kind
	 */
	public SourceType get(String name) {
		SourceType type = find(name);
		if (type == null) {
			throw new IllegalArgumentException("no kind of source is named '%s'".formatted(name));
		}
		return type;
	}

	/**
	 * The kind of a name, if there is one.
	 * @param name the name of its block
	 * @return the kind, or {@code null}
	 */
	public @Nullable SourceType find(String name) {
		return this.types.get(name);
	}

	/**
	 * All kinds.
	 * @return the kinds in a stable order
	 */
	public List<SourceType> all() {
		return List.copyOf(this.types.values());
	}

}
