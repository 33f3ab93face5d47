package dev.tappet.source.kafka.commit;

import java.util.Arrays;

/**
 * What is known of the records behind a committed offset: runs of offsets that are in the
 * same state. What lies behind the last run was not begun.
 */
public final class Marks {

	private final long start;

	/** Where each run ends, counted from the start. */
	private final long[] ends;

	private final int[] codes;

	Marks(long start, long[] ends, int[] codes) {
		this.start = start;
		this.ends = ends;
		this.codes = codes;
	}

	/**
	 * Nothing is known.
	 * @param start the committed offset
	 * @return no marks
	 */
	public static Marks none(long start) {
		return new Marks(start, new long[0], new int[0]);
	}

	/**
	 * The committed offset: all before it is done.
	 * @return the offset
	 */
	public long start() {
		return this.start;
	}

	/**
	 * The first offset that nobody has begun with.
	 * @return the offset
	 */
	public long end() {
		return this.start + ((this.ends.length == 0) ? 0 : this.ends[this.ends.length - 1]);
	}

	/**
	 * How many records were begun and are not done.
	 * @return the number
	 */
	public long unfinished() {
		long sum = 0;
		for (int i = 0; i < this.ends.length; i++) {
			if (this.codes[i] != RecordState.FINISHED) {
				sum += length(i);
			}
		}
		return sum;
	}

	/**
	 * How many offsets are known to be done.
	 * @param first the first offset to count
	 * @return the number
	 */
	public long finishedFrom(long first) {
		long sum = 0;
		for (int i = 0; i < this.ends.length; i++) {
			if (this.codes[i] == RecordState.FINISHED) {
				long end = this.start + this.ends[i];
				sum += Math.max(0, end - Math.max(first, end - length(i)));
			}
		}
		return sum;
	}

	/** The state of an offset; nothing was begun behind the end. */
	int codeAt(long offset) {
		if (offset < this.start) {
			return RecordState.FINISHED;
		}
		int found = runOf(offset);
		return (found < this.ends.length) ? this.codes[found] : RecordState.NEW.code();
	}

	/**
	 * Whether an offset is known to be done.
	 * @param offset the offset
	 * @return whether it is
	 */
	public boolean isFinished(long offset) {
		return codeAt(offset) == RecordState.FINISHED;
	}

	/** Adds what is known from an offset on, as it is to whoever took it over. */
	void copyFrom(long offset, MarksWriter writer) {
		long at = Math.max(offset, this.start);
		for (int i = runOf(at); i < this.ends.length; i++) {
			long end = this.start + this.ends[i];
			int code = (this.codes[i] == RecordState.FINISHED) ? RecordState.FINISHED
					: RecordState.of(this.codes[i]).takenOver().code();
			writer.add(code, end - at);
			at = end;
		}
	}

	/** The run that an offset lies in, or their number where it is in none. */
	private int runOf(long offset) {
		int found = Arrays.binarySearch(this.ends, offset - this.start + 1);
		return (found >= 0) ? found : -found - 1;
	}

	private long length(int run) {
		return this.ends[run] - ((run == 0) ? 0 : this.ends[run - 1]);
	}

}
