package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Finds out where the servers of one Redis are and what each of them is for. It neither
 * blocks nor throws: what goes wrong fails the stage.
 */
interface Finder extends AutoCloseable {

	/** The layout where it never changes and nobody need be asked, else null. */
	default @Nullable Layout fixed() {
		return null;
	}

	/** Asks as many as it takes to be sure. */
	CompletionStage<Layout> find();

	/**
	 * Looks in passing whether a layout still holds; in doubt it says no.
	 * @param known the layout as it was found last
	 */
	default CompletionStage<Boolean> holds(Layout known) {
		return find().thenApply(known::equals);
	}

	/**
	 * Whether several servers took writes when it was looked last, so that some may have
	 * been sent to another than the one that was found.
	 */
	default boolean disputed() {
		return false;
	}

	/** How often to look without a reason. */
	Duration every();

	@Override
	default void close() {
	}

}
