package dev.tappet.source.kafka.commit;

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
	 * @param open what was begun
	 * @param fresh the offset from which on nothing was handed out or taken back since it
	 * was begun
	 * @param end the offset behind the last record that was begun
	 */
	String write(long start, Begun<?> open, long fresh, long end) {
		MarksWriter runs = new MarksWriter();
		long at = start;
		int left = open.size();
		for (Slot<?> slot : open.all()) {
			runs.finished(slot.offset() - at);
			at = slot.offset();
			if (at >= Math.max(fresh, this.restored.end()) && open.end() - at == left) {
				// They are alike and without a gap, and there may be thousands.
				runs.add(RecordState.FIRST.code(), left);
				at = open.end();
				break;
			}
			runs.add(slot.code(), 1);
			at++;
			left--;
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
