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

	/** Whether a record may begin while an older one is unfinished. */
	boolean admit(long oldest, long next) {
		return !this.strict && next - oldest < this.most;
	}

}
