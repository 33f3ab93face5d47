package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.source.SourceListener;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.LeaseLostException;
import org.jspecify.annotations.Nullable;

/**
 * Carries the verdicts of one key to the server: one step under way at a time, and what
 * is decided meanwhile travels together in the next. What fails is repeated until the
 * server has confirmed it or the claim is lost; what the server refuses is set aside, so
 * that a dead letter that cannot be written holds up nothing else.
 */
public final class Settler {

	private static final long NO_STEP = Long.MIN_VALUE;

	private static final int MOST_PER_STEP = 5000;

	private final Ledger ledger;

	private final SourceListener listener;

	private final boolean eager;

	/** Whether a message that was completed is gone from the server already. */
	private final boolean completesHere;

	private final Runnable changed;

	private final Settlements queue = new Settlements();

	private final Set<OpenBatch> open = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean busy = new AtomicBoolean();

	private final AtomicInteger unsettled = new AtomicInteger();

	private volatile long stepStarted = NO_STEP;

	private volatile List<Settlement> unconfirmed = List.of();

	private volatile @Nullable Throwable failure;

	private final Queue<Settlement> aside = new ConcurrentLinkedQueue<>();

	private volatile @Nullable Throwable refusal;

	private volatile boolean retryingRefused;

	/**
	 * Makes the settler of a key.
	 * @param ledger where verdicts are carried out
	 * @param listener told what was
	 * @param eager whether every step is followed by a call to {@code changed}, not only
	 * one that failed or put something off
	 * @param changed called when the poller should look again
	 */
	public Settler(Ledger ledger, SourceListener listener, boolean eager, Runnable changed) {
		this.eager = eager;
		this.ledger = ledger;
		this.listener = listener;
		this.changed = changed;
		this.completesHere = !ledger.keeps();
	}

	/** Remembers a batch until all of it is settled. */
	public void opened(OpenBatch batch) {
		if (!this.completesHere) {
			this.open.add(batch);
		}
		this.unsettled.addAndGet(batch.size());
	}

	/** What this worker has taken and not settled. */
	public Set<OpenBatch> open() {
		return this.open;
	}

	/** How many messages are taken and not settled. */
	public int unsettled() {
		return this.unsettled.get();
	}

	/**
	 * Whether a step is under way that began before a time of {@link System#nanoTime()}.
	 */
	public boolean stuckSince(long nanos) {
		long started = this.stepStarted;
		return started != NO_STEP && started - nanos < 0;
	}

	/** Forgets all that was taken under another lease than the ledger's present one. */
	public void forgetLost() {
		for (OpenBatch batch : this.open) {
			if (!batch.token.equals(this.ledger.token()) && this.open.remove(batch)) {
				this.unsettled.addAndGet(-batch.unconfirmed());
			}
		}
	}

	public void settle(OpenBatch batch, int position, Verdict verdict) {
		if (this.completesHere && verdict instanceof Verdict.Complete) {
			completed();
			return;
		}
		this.queue.add(new Settlement(batch, position, verdict));
		if (this.failure == null) {
			start();
		}
	}

	private void completed() {
		this.unsettled.decrementAndGet();
		this.listener.completed(1);
		if (this.eager) {
			this.changed.run();
		}
	}

	/** Why the last step got no answer, or lost its claim; no other begins before. */
	public @Nullable Throwable failure() {
		return this.failure;
	}

	/** Why the server refuses what was set aside, or null where nothing is. */
	public @Nullable Throwable refusal() {
		return this.refusal;
	}

	/** Tries again after a failure. */
	public void retry() {
		this.failure = null;
		start();
	}

	/** Tries again what was set aside. */
	public void retryRefused() {
		this.retryingRefused = true;
		start();
	}

	/** Whether nothing is on its way. */
	public boolean idle() {
		if (!this.busy.compareAndSet(false, true)) {
			return false;
		}
		boolean idle = this.queue.isEmpty() && this.unconfirmed.isEmpty() && this.aside.isEmpty();
		this.busy.set(false);
		// What was decided in between has found no step to go with.
		start();
		return idle;
	}

	private void start() {
		while (isWork() && this.failure == null && this.busy.compareAndSet(false, true)) {
			step();
		}
	}

	private boolean isWork() {
		return !this.queue.isEmpty() || !this.unconfirmed.isEmpty() || this.retryingRefused;
	}

	private void step() {
		List<Settlement> settlements = collect();
		if (settlements.isEmpty()) {
			noticeNothingRefused();
			this.busy.set(false);
			return;
		}
		this.stepStarted = System.nanoTime();
		CompletionStage<?> step;
		try {
			step = this.ledger.settle(settlements);
		}
		catch (RuntimeException ex) {
			step = CompletableFuture.failedStage(ex);
		}
		step.whenComplete((done, thrown) -> finished(settlements, thrown));
	}

	private List<Settlement> collect() {
		List<Settlement> settlements = new ArrayList<>(this.unconfirmed);
		String token = this.ledger.token();
		this.unconfirmed = List.of();
		if (this.retryingRefused) {
			this.retryingRefused = false;
			for (Settlement next; (next = this.aside.poll()) != null;) {
				settlements.add(next);
			}
		}
		settlements.removeIf((settlement) -> !settlement.batch.token.equals(token));
		this.queue.take(MOST_PER_STEP - settlements.size(), (settlement) -> {
			if (settlement.batch.token.equals(token)) {
				settlements.add(settlement);
			}
		});
		return settlements;
	}

	private void finished(List<Settlement> settlements, @Nullable Throwable thrown) {
		report(settlements);
		if (thrown != null) {
			List<Settlement> left = new ArrayList<>();
			for (Settlement settlement : settlements) {
				if (!settlement.isConfirmed()) {
					settlement.repeated = true;
					left.add(settlement);
				}
			}
			Throwable cause = Failures.unwrap(thrown);
			if (Failures.answered(cause) && !(cause instanceof LeaseLostException)) {
				this.aside.addAll(left);
				this.refusal = cause;
			}
			else {
				this.unconfirmed = left;
				this.failure = cause;
			}
		}
		boolean changing = thrown != null || noticeNothingRefused();
		this.stepStarted = NO_STEP;
		this.busy.set(false);
		if (changing) {
			this.changed.run();
		}
		start();
	}

	private boolean noticeNothingRefused() {
		boolean over = this.refusal != null && this.aside.isEmpty();
		if (over) {
			this.refusal = null;
		}
		return over;
	}

	private void report(List<Settlement> settlements) {
		int confirmed = 0;
		int completed = 0;
		int retried = 0;
		int buried = 0;
		for (Settlement settlement : settlements) {
			if (settlement.isConfirmed()) {
				if (settlement.batch.confirmed() == 0) {
					this.open.remove(settlement.batch);
				}
				confirmed++;
				switch (settlement.verdict) {
					case Verdict.Complete() -> completed++;
					case Verdict.RetryAfter(var delay) -> retried++;
					case Verdict.Release() -> {
					}
					case Verdict.Bury bury -> buried++;
				}
			}
		}
		this.unsettled.addAndGet(-confirmed);
		if (completed > 0) {
			this.listener.completed(completed);
		}
		if (retried > 0) {
			this.listener.retried(retried);
		}
		if (buried > 0) {
			this.listener.deadLettered(buried);
		}
		if (retried > 0 || this.eager) {
			this.changed.run();
		}
	}

}
