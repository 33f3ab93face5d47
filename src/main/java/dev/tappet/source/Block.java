package dev.tappet.source;

import org.jspecify.annotations.Nullable;

/**
 * What a block of the configuration binds to, and what is made of it. The names of a
 * record's components are the block's keys, and no others are taken.
 *
 * @param type a record, or a bean with setters where a library has one already
 * @param definer makes the definition
 * @param <B> what the block binds to
 * @param <D> what it defines
 */
public record Block<B, D>(Class<B> type, Definer<B, D> definer) {

	/**
	 * Makes a definition of what was bound.
	 *
	 * @param <B> what the block binds to
	 * @param <D> what it defines
	 */
	@FunctionalInterface
	public interface Definer<B, D> {

		/**
		 * Checks what no single key can tell, and defines. Keys with mistakes of their
		 * own have their default values here, so that all other mistakes are found too.
		 * @param block what was bound
		 * @param name the name of the trigger or connection
		 * @param problems takes what is wrong
		 * @return the definition, or {@code null} where the block makes none
		 */
		@Nullable D define(B block, String name, Problems problems);

	}

}
