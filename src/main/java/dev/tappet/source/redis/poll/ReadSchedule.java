package dev.tappet.source.redis.poll;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * What may be read from one key now, and when to look again. Times are those of
 * {@link System#nanoTime()}.
 */
final class ReadSchedule {

	/** Reads under way at once while the source is full. */
	private static final int READS_AT_ONCE = 4;

	/** Verdicts that may wait for the server before no more is read. */
	private static final int MOST_UNSETTLED = 50_000;

	/** How often to look where the server cannot tell that a key has changed. */
	private static final long UNTOLD_INTERVAL = Duration.ofMillis(20).toNanos();

	/** What a connection that was lost has sent may still be carried out for a while. */
	private static final long RECLAIM_AGAIN = Duration.ofSeconds(10).toNanos();

	private final PollSettings settings;

	private final boolean reclaimsAlone;

	private final long pollingInterval;

	private final long patience;

	private final ReadsUnderWay underWay = new ReadsUnderWay();

	private final Rest rest = new Rest(() -> ThreadLocalRandom.current().nextDouble());

	private boolean maybeNew = true;

	private boolean maybeDue = true;

	/** Whether the next read is for what the server has just told. */
	private boolean told;

	/** Whether the server has told something that is left to others for now. */
	private boolean left;

	private boolean lastWasDue;

	/** Whether the last read for new messages brought all that it could. */
	private boolean streak;

	private long pollAt;

	private long lastLookForDue;

	/** Whether there is a reason to reclaim, and then at what time. */
	private boolean reclaimWanted = true;

	private long reclaimAt;

	private boolean reclaiming;

	private boolean reclaimAgain = true;

	/**
	 * Makes the schedule of a key that was not worked on yet.
	 * @param settings how it is polled
	 * @param reclaimsAlone whether nothing is read while it is reclaimed
	 * @param patience how long an answer may take
	 * @param now the time
	 */
	ReadSchedule(PollSettings settings, boolean reclaimsAlone, Duration patience, long now) {
		this.settings = settings;
		this.reclaimsAlone = reclaimsAlone;
		this.pollingInterval = settings.pollingInterval().toNanos();
		this.patience = patience.toNanos();
		this.pollAt = now;
		this.lastLookForDue = now;
		this.reclaimAt = now;
	}

	/** The key is worked on by a new connection. */
	void begun(long now) {
		this.maybeNew = true;
		this.maybeDue = true;
		this.told = false;
		this.rest.end();
		this.streak = false;
		this.reclaiming = false;
		this.reclaimAgain = true;
		reclaimNext(now);
	}

	void maybeNew() {
		this.maybeNew = true;
	}

	/** The server has told of a change, as it told all workers that wait. */
	void told(long now) {
		if (this.maybeNew) {
			// It is read anyway.
			return;
		}
		if (this.rest.isOver(now)) {
			this.told = true;
			this.maybeNew = true;
		}
		else {
			this.left = true;
		}
	}

	void maybeDue() {
		this.maybeDue = true;
	}

	/** There may be messages on the server that are this worker's and that it lost. */
	void reclaimNext(long now) {
		this.reclaimWanted = true;
		this.reclaimAt = now;
	}

	/** Whether to reclaim a page now. */
	boolean reclaims(long now) {
		return isTimeToReclaim(now) && !this.reclaiming && (!this.reclaimsAlone || this.underWay.none());
	}

	/** A page is on its way. */
	void reclaiming() {
		this.reclaiming = true;
		this.reclaimWanted = false;
	}

	/**
	 * A page was reclaimed.
	 * @param messages how many messages have become due
	 * @param more whether the next page is to follow
	 * @param now the time
	 */
	void reclaimed(int messages, boolean more, long now) {
		this.maybeDue |= messages > 0;
		this.reclaiming = false;
		if (more) {
			reclaimNext(now);
		}
		else if (this.reclaimAgain && !this.reclaimWanted) {
			this.reclaimAgain = false;
			reclaimNext(now + RECLAIM_AGAIN);
		}
	}

	/** Whether there is something to read, or an answer to a read is to come. */
	boolean isReading(boolean fetching, long now) {
		return !this.underWay.none() || (fetching && (this.maybeNew || this.maybeDue || now - this.pollAt >= 0));
	}

	/** Notes what may have come by the time alone. */
	void tick(long now) {
		if (this.streak && now - this.lastLookForDue >= Beat.STEP) {
			// A busy key is not watched, so what other workers hand back is looked for.
			this.maybeDue = true;
		}
		if (now - this.pollAt >= 0) {
			this.maybeNew = true;
		}
		if (this.left && this.rest.isOver(now)) {
			this.left = false;
			this.maybeNew = true;
		}
	}

	/**
	 * Whether to read at all now.
	 * @param unsettled how many messages of this key have no confirmed verdict
	 * @param now the time
	 */
	boolean mayRead(int unsettled, long now) {
		boolean waits = this.reclaimsAlone && (this.reclaiming || isTimeToReclaim(now));
		return !waits && unsettled <= MOST_UNSETTLED;
	}

	/**
	 * What to read next, or null for nothing.
	 * @param unsettled how many messages of this key have no confirmed verdict
	 */
	@Nullable ReadKind next(int unsettled) {
		boolean fresh = mayReadNew() && !(this.settings.strict() && unsettled > 0);
		// In turn: neither may starve while there is a great deal of the other.
		if (mayReadDue() && !(fresh && this.lastWasDue)) {
			return ReadKind.DUE;
		}
		return fresh ? ReadKind.NEW : null;
	}

	/** How many messages a read must be able to bring to be worth its way. */
	int least(ReadKind kind) {
		return switch (kind) {
			case DUE -> 1;
			// A second read must be able to bring a good part of a batch.
			case NEW -> (this.underWay.forNew() > 0) ? Math.max(1, this.settings.count() / 2) : 1;
		};
	}

	/**
	 * How many messages must be wanted for another read, or a great many while none would
	 * be sent.
	 */
	int wanted() {
		if (mayReadDue()) {
			return least(ReadKind.DUE);
		}
		return mayReadNew() ? least(ReadKind.NEW) : Integer.MAX_VALUE;
	}

	/** Whether the key is to be watched before it is read: not while it is busy. */
	boolean watches(ReadKind kind) {
		return kind == ReadKind.NEW && !this.streak;
	}

	/** A read is sent; says to which generation it belongs. */
	int sent(ReadKind kind, long now) {
		this.lastWasDue = kind == ReadKind.DUE;
		switch (kind) {
			case DUE -> {
				this.maybeDue = false;
				this.lastLookForDue = now;
			}
			case NEW -> this.pollAt = Beat.end(now, this.pollingInterval);
		}
		return this.underWay.sent(kind, now);
	}

	/** A read has ended; says whether it still counts. */
	boolean ended(SentRead read, long now) {
		return this.underWay.ended(read, now);
	}

	/** The replies that are missing will not be trusted any more. */
	void abandon() {
		this.underWay.abandon();
	}

	/** A read for what is due brought so many messages: behind some there may be more. */
	void broughtDue(int size) {
		this.maybeDue |= size > 0;
	}

	/**
	 * A read for new messages has ended.
	 * @param read the read
	 * @param size how many messages it brought
	 * @param tells whether the server tells when the key changes
	 * @param quiet whether nothing has happened to the key since the read was sent
	 * @param now the time
	 * @return whether the key must be watched anew
	 */
	boolean broughtNew(SentRead read, int size, boolean tells, boolean quiet, long now) {
		if (this.told) {
			this.told = false;
			if (size > 0) {
				this.rest.first();
			}
			else {
				this.rest.late(now);
			}
		}
		this.streak = size >= read.deliveries() * this.settings.perDelivery();
		if (this.streak) {
			this.maybeNew = true;
			return false;
		}
		// Only a read that came after the key was watched may be the last before a wait.
		boolean unwatched = tells && !read.watched();
		if (unwatched || (size > 0 && this.settings.readingChangesKey())) {
			this.maybeNew = true;
			return true;
		}
		if (quiet) {
			this.maybeNew = false;
			// What is told and got lost, the regular look finds.
			this.pollAt = tells ? now + Beat.LONG : Beat.end(now, Math.min(UNTOLD_INTERVAL, this.pollingInterval));
		}
		return false;
	}

	boolean nothingUnderWay() {
		return this.underWay.none();
	}

	/** Whether an answer is overdue. */
	boolean isStuck(long now) {
		return !this.underWay.none() && now - this.underWay.oldest() > this.patience;
	}

	/**
	 * When there is something to be done next.
	 * @param otherwise when there is other work
	 * @param fetching whether to read at all
	 * @param unsettled how many messages of this key have no confirmed verdict
	 * @param now the time
	 */
	long wakeAt(long otherwise, boolean fetching, int unsettled, long now) {
		long next = otherwise;
		if (!this.underWay.none()) {
			next = Beat.earlier(next, this.underWay.oldest() + this.patience);
		}
		if (this.reclaimWanted && !this.reclaiming && (!this.reclaimsAlone || this.underWay.none())) {
			next = Beat.earlier(next, this.reclaimAt);
		}
		if (!fetching) {
			return next;
		}
		if (unsettled > MOST_UNSETTLED) {
			next = Beat.earlier(next, now + UNTOLD_INTERVAL);
		}
		if (this.left) {
			next = Beat.earlier(next, this.rest.until());
		}
		return this.maybeNew ? next : Beat.earlier(next, this.pollAt);
	}

	private boolean isTimeToReclaim(long now) {
		return this.reclaimWanted && now - this.reclaimAt >= 0;
	}

	private boolean mayReadDue() {
		return this.maybeDue && !this.underWay.forDue();
	}

	private boolean mayReadNew() {
		return this.maybeNew && this.underWay.forNew() < (this.streak ? READS_AT_ONCE : 1);
	}

}
