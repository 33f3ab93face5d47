package dev.tappet.source.azurequeue.poll;

import dev.tappet.source.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A message that this worker has taken. One step of it is under way at a time, each with
 * the newest pop receipt: a verdict waits for a renewal that is under way. It belongs to
 * the thread that serves the queue.
 */
final class Claim {

	/**
	 * What is to be done with a claim next.
	 */
	enum Step {

		/** Nothing, for now. */
		NONE,

		/** Renew its lease. */
		RENEW,

		/** Carry the verdict out. */
		SETTLE

	}

	private final AzureMessage message;

	private final long room;

	private final LeaseTimes times;

	private String receipt;

	/** When the lease that is certain began. */
	private long begun;

	private boolean busy;

	private Step last = Step.NONE;

	private boolean stray;

	private boolean ended;

	private @Nullable Verdict verdict;

	private long decidedAt;

	private boolean written;

	private int failures;

	private long restUntil;

	Claim(AzureMessage message, long room, LeaseTimes times, long begun) {
		this.message = message;
		this.room = room;
		this.times = times;
		this.receipt = message.popReceipt();
		this.begun = begun;
		this.restUntil = begun;
	}

	AzureMessage message() {
		return this.message;
	}

	/** What it takes of the read buffer. */
	long room() {
		return this.room;
	}

	String receipt() {
		return this.receipt;
	}

	/** When the lease that is certain began. */
	long begun() {
		return this.begun;
	}

	boolean ended() {
		return this.ended;
	}

	@Nullable Verdict verdict() {
		return this.verdict;
	}

	/** When the verdict was given. */
	long decidedAt() {
		return this.decidedAt;
	}

	/** When the lease ends that is certain. */
	long leasedUntil() {
		return this.begun + this.times.lease().toNanos();
	}

	/** Whether nobody else can have taken the message yet. */
	boolean isOurs(long now) {
		return !this.times.isOver(this.begun, now);
	}

	void decide(Verdict decided, long now) {
		if (this.verdict == null) {
			this.verdict = decided;
			this.decidedAt = now;
			this.restUntil = now;
		}
	}

	/**
	 * What is to be done now. While a verdict cannot be carried out the lease is kept, in
	 * turn with further tries.
	 */
	Step next(long now) {
		if (this.ended || this.busy || now - this.restUntil < 0) {
			return Step.NONE;
		}
		boolean due = !this.stray && this.times.isDue(this.begun, now);
		boolean renewFirst = due && this.failures > 0 && this.last == Step.SETTLE;
		if (this.verdict != null && !renewFirst) {
			return Step.SETTLE;
		}
		return due ? Step.RENEW : Step.NONE;
	}

	/** A step is under way. */
	void begin(Step step) {
		this.busy = true;
		this.last = step;
	}

	/** The lease was renewed by a request that was sent then. */
	void renewed(String newest, long sent) {
		this.receipt = newest;
		this.begun = sent;
		this.busy = false;
		this.failures = 0;
	}

	/**
	 * The receipt is refused: the answer that had the next one was lost, or another
	 * worker has the message. It can be neither renewed nor removed for now.
	 */
	void stray() {
		this.stray = true;
		this.busy = false;
	}

	boolean isStray() {
		return this.stray;
	}

	/** The message was taken here once more while it is in hands. */
	void regained(String newest, long sent) {
		this.receipt = newest;
		this.begun = sent;
		this.stray = false;
	}

	/** Whether it may be visible again before the answer says so. */
	boolean isBeingPutOff() {
		return this.busy && this.last == Step.SETTLE
				&& (this.verdict instanceof Verdict.RetryAfter || this.verdict instanceof Verdict.Release);
	}

	/** A step with a receipt that is not the newest any more came to nothing. */
	void outdated() {
		this.busy = false;
	}

	/** The dead letter is written, and not to be written again. */
	void written() {
		this.written = true;
		this.busy = false;
		this.failures = 0;
	}

	boolean isWritten() {
		return this.written;
	}

	/** A step has failed and is to be tried again, after a wait that grows. */
	void failed(long now) {
		this.busy = false;
		this.restUntil = now + SettlePace.afterFailures(this.failures++);
	}

	/** There is nothing more to be done. */
	void end() {
		this.busy = false;
		this.ended = true;
	}

	/** How many nanoseconds it is until a verdict is tried again. */
	long untilRested(long now) {
		return Math.max(0, this.restUntil - now);
	}

}
