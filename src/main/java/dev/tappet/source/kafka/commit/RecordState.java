package dev.tappet.source.kafka.commit;

/**
 * How far a record is that was begun.
 *
 * @param attempts how many attempts were begun
 * @param running whether the last of them has not ended
 * @param died whether a worker ended while it held the record
 */
public record RecordState(int attempts, boolean running, boolean died) {

	/** The record is done, or there is none at its offset. */
	static final int FINISHED = 0;

	/** The first attempt runs, as it does for nearly all records. */
	static final RecordState FIRST = new RecordState(1, true, false);

	/** Nothing is known of the record: nobody has begun with it. */
	static final RecordState NEW = new RecordState(0, false, false);

	private static final int RUNNING = 2;

	private static final int DIED = 1;

	/** A number that stands for it, which is not {@link #FINISHED}. */
	int code() {
		return 1 + (this.attempts << 2 | (this.running ? RUNNING : 0) | (this.died ? DIED : 0));
	}

	static RecordState of(int code) {
		int bits = code - 1;
		return new RecordState(bits >>> 2, (bits & RUNNING) != 0, (bits & DIED) != 0);
	}

	/** As it is to whoever takes the record over: what ran does so no more. */
	RecordState takenOver() {
		return new RecordState(this.attempts, false, this.died || this.running);
	}

}
