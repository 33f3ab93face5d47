package dev.tappet.source.redis.lease;

/**
 * How long a process may believe that it has what it claimed: never longer than the
 * server does, which counts from some time after it was asked. Times are those of
 * {@link System#nanoTime()}.
 */
final class Term {

	private volatile long end;

	private int cuts;

	/** A term that is over. */
	Term(long now) {
		this.end = now;
	}

	/**
	 * The server has agreed to what it was asked at a time.
	 * @param asked when
	 * @param cutsBefore what {@link #cuts()} was before that
	 */
	synchronized void begin(long asked, int cutsBefore) {
		// An answer that came over a connection that is gone says nothing any more.
		if (this.cuts == cutsBefore) {
			this.end = asked + Ledger.LEASE.toNanos();
		}
	}

	/** How often it was cut short. */
	synchronized int cuts() {
		return this.cuts;
	}

	/** It ends at a time, if it does not end earlier or begins anew. */
	synchronized void cut(long latest) {
		this.cuts++;
		if (this.end - latest > 0) {
			this.end = latest;
		}
	}

	synchronized void end(long now) {
		cut(now);
	}

	boolean lasts(long now) {
		return this.end - now > 0;
	}

}
