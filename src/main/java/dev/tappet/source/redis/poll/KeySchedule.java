package dev.tappet.source.redis.poll;

import java.time.Duration;

import dev.tappet.source.redis.lease.Look;
import dev.tappet.source.redis.poll.Recovery.Step;

/**
 * What to do at one key and when. It is told what was done and what came of it, and what
 * time it is by {@link System#nanoTime()}; it has no thread, no clock and no connection.
 */
final class KeySchedule {

	private final Recovery recovery;

	private final PulseSchedule pulses;

	private final ReadSchedule reads;

	/**
	 * Makes the schedule of a key that was not worked on yet.
	 * @param settings how it is polled
	 * @param reclaimsAlone whether nothing is read while it is reclaimed
	 * @param patience how long an answer may take
	 * @param now the time
	 */
	KeySchedule(PollSettings settings, boolean reclaimsAlone, Duration patience, long now) {
		this.recovery = new Recovery(now);
		this.pulses = new PulseSchedule(now);
		this.reads = new ReadSchedule(settings, reclaimsAlone, patience, now);
	}

	/** How the key comes back from a failure. */
	Recovery recovery() {
		return this.recovery;
	}

	/** When its lease is renewed. */
	PulseSchedule pulses() {
		return this.pulses;
	}

	/** What is read from it. */
	ReadSchedule reads() {
		return this.reads;
	}

	/** The key is worked on by a new connection. */
	void begun(long now) {
		this.pulses.begun(now);
		this.reads.begun(now);
	}

	/**
	 * Somebody has looked at the key.
	 * @param seen what they saw
	 * @param unsettled how many messages of this key have no confirmed verdict
	 * @param now the time
	 */
	void seen(Look seen, int unsettled, long now) {
		if (seen.maybeNew()) {
			this.reads.maybeNew();
		}
		if (seen.dueIn() >= 0) {
			this.pulses.told(seen.dueIn(), now);
		}
		else if (seen.mine() > 0 && unsettled == 0 && this.reads.nothingUnderWay()) {
			// The server counts as ours what we know nothing of.
			this.reads.reclaimNext(now);
		}
	}

	/**
	 * A step has failed.
	 * @param step the step
	 * @param refused whether the server refused it, and did not just fail to answer
	 * @param now the time
	 */
	void failed(Step step, boolean refused, long now) {
		this.recovery.failed(step, refused, now);
		if (!refused) {
			this.reads.abandon();
		}
	}

	/** Notes what may have come by the time alone. */
	void tick(long now) {
		if (this.pulses.becameDue(now)) {
			this.reads.maybeDue();
		}
		this.reads.tick(now);
	}

	/**
	 * When there is something to be done without a signal.
	 * @param fetching whether to read at all
	 * @param unsettled how many messages of this key have no confirmed verdict
	 * @param refusing whether the server refuses to settle some of them
	 * @param now the time
	 */
	long wakeAt(boolean fetching, int unsettled, boolean refusing, long now) {
		if (this.recovery.isBlocked(now)) {
			return this.recovery.blockedUntil();
		}
		long next = this.pulses.wakeAt(fetching, now);
		if (refusing) {
			next = Beat.earlier(next, this.recovery.settleAgainAt());
		}
		return this.reads.wakeAt(next, fetching, unsettled, now);
	}

}
