package dev.tappet.source.kafka.commit;

/**
 * What bounds a window.
 *
 * @param most most offsets between the oldest unfinished record and the newest that is
 * begun
 * @param maxAttempts how many attempts a record has
 * @param strict whether a record is begun only when all before it are done
 */
public record WindowSettings(int most, int maxAttempts, boolean strict) {

	/** The offset before which records may begin while this one is unfinished. */
	long room(long oldest) {
		return this.strict ? oldest : oldest + this.most;
	}

}
