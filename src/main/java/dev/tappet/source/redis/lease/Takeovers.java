package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * Decides on one key from which missing workers to take over, and when. One page is under
 * way at a time, so that reads go on beside a long takeover. Times are those of
 * {@link System#nanoTime()}.
 */
public final class Takeovers {

	/** How long a worker must be silent beyond the end of its lease. */
	private static final long SILENCE = Duration.ofSeconds(3).toNanos();

	/** How long a worker has to come back whose connection is gone. */
	private static final long RETURN = Duration.ofMillis(900).toNanos();

	private final Map<Missing, Long> missingSince = new HashMap<>();

	private final Queue<Missing> dead = new ArrayDeque<>();

	private long begunAt;

	private boolean underWay;

	private int messages;

	/**
	 * This worker has a new connection. Whoever was missing before may not have found the
	 * server again yet.
	 */
	public void startAnew(long now) {
		this.missingSince.clear();
		this.dead.clear();
		this.begunAt = now;
		this.underWay = false;
		this.messages = 0;
	}

	/**
	 * Somebody has looked.
	 * @param missing who is missing
	 * @param now the time
	 */
	public void noticed(Collection<Missing> missing, long now) {
		this.missingSince.keySet().retainAll(missing);
		for (Missing worker : missing) {
			long since = this.missingSince.computeIfAbsent(worker, (name) -> now);
			if (now - since >= patienceWith(worker, now) && !this.dead.contains(worker)) {
				this.dead.add(worker);
			}
		}
	}

	private long patienceWith(Missing worker, long now) {
		// When the server itself was away, everybody comes back at about the same time.
		return (worker.isCut() && now - this.begunAt >= SILENCE) ? RETURN : SILENCE;
	}

	/** Whether somebody is missing, and is to be looked after again soon. */
	public boolean anybodyMissing() {
		return !this.missingSince.isEmpty();
	}

	/** From whom to take a page now, or null for nobody. */
	public @Nullable Missing next() {
		Missing next = this.underWay ? null : this.dead.peek();
		this.underWay |= next != null;
		return next;
	}

	/**
	 * A page was taken.
	 * @param page what it brought
	 * @return how many messages were taken over in all, where that was the last page of
	 * its worker, else 0
	 */
	public int took(Ledger.Page page) {
		this.underWay = false;
		this.messages += page.messages();
		if (page.more()) {
			return 0;
		}
		Missing worker = this.dead.remove();
		this.missingSince.remove(worker);
		int all = this.messages;
		this.messages = 0;
		return all;
	}

}
