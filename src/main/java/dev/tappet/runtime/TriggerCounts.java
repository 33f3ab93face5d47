package dev.tappet.runtime;

/**
 * What a trigger did since the start of this instance.
 *
 * @param completed messages acknowledged after success
 * @param retried messages put off for another attempt
 * @param deadLettered messages written to the dead letters
 * @param dropped messages given up
 * @param takenOver messages taken over from dead workers
 * @param restarts restarts of the source
 * @param gaps times that messages may have been missed
 */
public record TriggerCounts(long completed, long retried, long deadLettered, long dropped, long takenOver,
		long restarts, long gaps) {

	/** Counts of a source that missed nothing. */
	public TriggerCounts(long completed, long retried, long deadLettered, long dropped, long takenOver, long restarts) {
		this(completed, retried, deadLettered, dropped, takenOver, restarts, 0);
	}

}
