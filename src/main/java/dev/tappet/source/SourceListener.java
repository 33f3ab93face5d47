package dev.tappet.source;

import java.time.Instant;

/**
 * Told by a source what was carried out, once the server has confirmed it. Called from
 * the source's own threads: implementations are quick and do not throw.
 */
public interface SourceListener {

	/**
	 * Messages were acknowledged.
	 * @param messages how many
	 */
	void completed(int messages);

	/**
	 * Messages were put off for another attempt.
	 * @param messages how many
	 */
	void retried(int messages);

	/**
	 * Messages were written to the dead letters.
	 * @param messages how many
	 */
	void deadLettered(int messages);

	/**
	 * Messages were given up: the buffer was full, or their data is gone.
	 * @param messages how many
	 */
	void dropped(int messages);

	/**
	 * Messages were taken over from a worker that is gone.
	 * @param messages how many
	 */
	void takenOver(int messages);

	/**
	 * Messages were handed back unfinished.
	 * @param messages how many
	 */
	default void handedBack(int messages) {
	}

	/**
	 * Messages may have been missed, and it is over.
	 * @param source where they would have come from
	 * @param since when it began
	 */
	default void gap(String source, Instant since) {
	}

	/** The source starts again after a failure. */
	void restarted();

}
