package dev.tappet.operate;

import java.time.Instant;

/**
 * What is known of a figure that has to be asked for.
 *
 * @param <T> the figure
 */
sealed interface Reading<T> {

	/**
	 * When the answer came.
	 * @return the time
	 */
	Instant at();

	/**
	 * The figure was read.
	 *
	 * @param value the figure
	 * @param at when it was read
	 * @param <T> the figure
	 */
	record Known<T>(T value, Instant at) implements Reading<T> {
	}

	/**
	 * The figure could not be read.
	 *
	 * @param reason why
	 * @param at when it was tried
	 * @param <T> the figure
	 */
	record Unknown<T>(String reason, Instant at) implements Reading<T> {
	}

}
