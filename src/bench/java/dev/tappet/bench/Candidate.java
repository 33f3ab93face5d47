package dev.tappet.bench;

/**
 * One way to handle messages. A message counts as handled when its handler has returned,
 * and is acknowledged after that.
 */
interface Candidate extends AutoCloseable {

	/** Gets ready for one run, outside the measured time. */
	default void prepare() {
	}

	/**
	 * Handles and acknowledges messages that are already there or are being published.
	 * @param messages how many
	 * @return the {@link System#nanoTime()} at which the last was done
	 * @throws Exception if it cannot
	 */
	long run(int messages) throws Exception;

	/** Rests until the next run, outside the measured time. */
	default void rest() {
	}

	/** Messages that were thrown away so far, as far as the candidate counts them. */
	default long dropped() {
		return 0;
	}

	@Override
	default void close() {
	}

}
