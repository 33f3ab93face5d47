package dev.tappet.source.redis.lease;

/**
 * How long a process may believe that it has what it claimed: never longer than the
 * server does, which counts from some time after it was asked. Times are those of
 * {@link System#nanoTime()}.
 */
final class Term {

	private volatile long end;

	/** A term that is over. */
	Term(long now) {
		this.end = now;
	}

	/** The server has agreed to what it was asked at a time. */
	void begin(long asked) {
		this.end = asked + Ledger.LEASE.toNanos();
	}

	void end(long now) {
		this.end = now;
	}

	boolean lasts(long now) {
		return this.end - now > 0;
	}

}
