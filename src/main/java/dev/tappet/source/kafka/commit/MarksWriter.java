package dev.tappet.source.kafka.commit;

import java.util.Arrays;

/**
 * Gathers the runs of {@link Marks}, in the order of their offsets.
 */
public final class MarksWriter {

	private long[] lengths = new long[16];

	private int[] codes = new int[16];

	private int size;

	/** Adds offsets that are in the same state, behind those that were added before. */
	void add(int code, long length) {
		if (length <= 0) {
			return;
		}
		if (this.size > 0 && this.codes[this.size - 1] == code) {
			this.lengths[this.size - 1] += length;
			return;
		}
		if (this.size == this.codes.length) {
			this.lengths = Arrays.copyOf(this.lengths, 2 * this.size);
			this.codes = Arrays.copyOf(this.codes, 2 * this.size);
		}
		this.lengths[this.size] = length;
		this.codes[this.size++] = code;
	}

	/**
	 * Adds offsets that are done.
	 * @param length how many
	 */
	public void finished(long length) {
		add(RecordState.FINISHED, length);
	}

	/**
	 * Adds offsets that nobody has begun with.
	 * @param length how many
	 */
	public void untouched(long length) {
		add(RecordState.NEW.code(), length);
	}

	/** How many runs there are. */
	int size() {
		return this.size;
	}

	int code(int run) {
		return this.codes[run];
	}

	long length(int run) {
		return this.lengths[run];
	}

	/**
	 * What was gathered.
	 * @param start the first offset
	 * @return the marks
	 */
	public Marks marks(long start) {
		long[] ends = new long[this.size];
		long end = 0;
		for (int i = 0; i < this.size; i++) {
			end += this.lengths[i];
			ends[i] = end;
		}
		return new Marks(start, ends, Arrays.copyOf(this.codes, this.size));
	}

}
