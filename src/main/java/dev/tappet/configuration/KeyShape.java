package dev.tappet.configuration;

import java.util.Map;
import java.util.Optional;

import dev.tappet.source.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * What may stand behind a key.
 */
sealed interface KeyShape {

	/**
	 * A value.
	 *
	 * @param list whether there may be several
	 */
	record Value(boolean list) implements KeyShape {
	}

	/**
	 * Keys that are known.
	 *
	 * @param keys what may stand behind each, by its name with dashes
	 */
	record Block(Map<String, KeyShape> keys) implements KeyShape {

		@Nullable KeyShape find(String name) {
			return dashed(name).map(this.keys::get).orElse(null);
		}

		/**
		 * The key of which a name is a spelling.
		 */
		Optional<String> dashed(String name) {
			return this.keys.keySet().stream().filter((key) -> Spelling.same(key, name)).findFirst();
		}

	}

	/**
	 * Names that the user chooses.
	 *
	 * @param block what may stand behind each name
	 */
	record Named(Block block) implements KeyShape {
	}

	/** Keys and values that are passed on to somebody who knows them. */
	record Open() implements KeyShape {
	}

}
