package dev.tappet.source.kafka.commit;

/**
 * How many characters the metadata of a commit may have, as far as is known: a broker
 * says only that they were too many. It belongs to the thread that polls.
 */
public final class MetadataLimit {

	private int most = MarksText.MOST;

	int most() {
		return this.most;
	}

	/**
	 * Notes that a commit was refused for its metadata: half of it is tried next.
	 * @param longest most characters that a partition had in the commit
	 */
	public void refused(int longest) {
		this.most = Math.min(this.most, longest / 2);
	}

}
