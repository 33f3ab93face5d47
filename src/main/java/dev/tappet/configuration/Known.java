package dev.tappet.configuration;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a key.
 */
sealed interface Known {

	/**
	 * A key with a value.
	 *
	 * @param list whether it may have several
	 */
	record Value(boolean list) implements Known {
	}

	/**
	 * A key with keys below it.
	 *
	 * @param keys what is known of each, by its name with dashes
	 */
	record Block(Map<String, Known> keys) implements Known {

		@Nullable Known find(String name) {
			return this.keys.entrySet()
				.stream()
				.filter((entry) -> Relaxed.same(entry.getKey(), name))
				.map(Map.Entry::getValue)
				.findFirst()
				.orElse(null);
		}

		Block block(String name) {
			if (find(name) instanceof Block block) {
				return block;
			}
			throw new IllegalArgumentException("No block '%s'".formatted(name));
		}

		Block named(String name) {
			if (find(name) instanceof Named named) {
				return named.block();
			}
			throw new IllegalArgumentException("No map '%s'".formatted(name));
		}

	}

	/**
	 * A key with names below it that the user chooses.
	 *
	 * @param block what is known below each name
	 */
	record Named(Block block) implements Known {
	}

}
