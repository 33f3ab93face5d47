package dev.tappet.source.kafka.commit;

import java.util.Collection;

/**
 * Writes what a commit says of the records behind its offset, as far as the broker takes
 * it.
 */
final class CommitText {

	/** Beyond this share of what a commit may hold, nothing new begins. */
	private static final double FULL = 0.75;

	private final Marks restored;

	private final MetadataLimit limit;

	private boolean full;

	/**
	 * Nothing was written yet.
	 * @param restored what the last commit of an earlier worker said, which holds for
	 * what was not read again
	 * @param limit how much the broker takes
	 */
	CommitText(Marks restored, MetadataLimit limit) {
		this.restored = restored;
		this.limit = limit;
	}

	/**
	 * Writes what is known.
	 * @param start the offset of the commit
	 * @param open what was begun, in the order of the offsets
	 * @param end the offset behind the last record that was begun
	 */
	String write(long start, Collection<? extends Slot<?>> open, long end) {
		MarksWriter runs = new MarksWriter();
		long at = start;
		for (Slot<?> slot : open) {
			runs.finished(slot.offset() - at);
			runs.add(slot.code(), 1);
			at = slot.offset() + 1;
		}
		runs.finished(end - at);
		if (this.restored.end() > end) {
			this.restored.copyFrom(end, runs);
		}
		String text = MarksText.of(runs);
		int most = this.limit.most();
		this.full = text.length() > FULL * most;
		return (text.length() > most) ? MarksText.fitting(runs, most) : text;
	}

	/** Whether there is hardly room for more, as far as the last text tells. */
	boolean isFull() {
		return this.full;
	}

}
