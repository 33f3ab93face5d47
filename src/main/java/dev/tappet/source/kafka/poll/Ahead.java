package dev.tappet.source.kafka.poll;

/**
 * How many records begin ahead of demand, since none may run before the commit that says
 * so is confirmed: as many as handlers are likely to end until the next one is. It learns
 * that from the last ones, so handlers that are quick, or a broker that takes its time,
 * make it more. A record that waits for long would count an attempt for nothing should
 * the worker die, so where handlers are slow it stays small. It belongs to the thread
 * that polls.
 */
final class Ahead {

	/** A commit of today may have to wait for one that is under way. */
	private static final int COMMITS = 2;

	private static final int MOST = 8192;

	private final int least;

	private final int perDelivery;

	private int records;

	/** How many deliveries had been asked for when a commit was last confirmed. */
	private long asked = -1;

	/**
	 * Nothing is known of the handlers yet.
	 * @param least how many records it is at least
	 * @param perDelivery most records of a delivery
	 */
	Ahead(int least, int perDelivery) {
		this.least = least;
		this.perDelivery = perDelivery;
		this.records = least;
	}

	int records() {
		return this.records;
	}

	/**
	 * A commit is confirmed.
	 * @param askedSoFar how many deliveries have been asked for by now: as many as may be
	 * in hands at once, and one more for each that has ended
	 */
	void confirmed(long askedSoFar) {
		boolean first = this.asked < 0;
		// One has always ended, however slow they are, where that is what was committed.
		long ended = first ? 0 : Math.max(0, askedSoFar - this.asked - 1);
		this.asked = askedSoFar;
		long wanted = Math.max(COMMITS * ended * this.perDelivery, this.records - (this.records >> 3) - 1);
		this.records = (int) Math.max(this.least, Math.min(MOST, wanted));
	}

}
