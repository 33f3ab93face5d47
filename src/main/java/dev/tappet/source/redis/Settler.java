package dev.tappet.source.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.source.SourceListener;
import dev.tappet.source.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Carries the verdicts of one key to the server: one step under way at a time, and what
 * is decided meanwhile travels together in the next. A step that fails is repeated until
 * the server has confirmed it or the claim is lost.
 */
final class Settler {

	private static final int MOST_PER_STEP = 5000;

	private final Ledger ledger;

	private final SourceListener listener;

	private final boolean eager;

	private final Runnable changed;

	private final Queue<Settlement> queue = new ConcurrentLinkedQueue<>();

	private final Set<OpenBatch> open = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean busy = new AtomicBoolean();

	private final AtomicInteger unsettled = new AtomicInteger();

	private volatile long stepStarted;

	private volatile List<Settlement> unconfirmed = List.of();

	private volatile @Nullable Throwable failure;

	private volatile boolean troubled;

	/**
	 * Makes the settler of a key.
	 * @param ledger where verdicts are carried out
	 * @param listener told what was
	 * @param eager whether every step is followed by a call to {@code changed}, not only
	 * one that failed or put something off
	 * @param changed called when the poller should look again
	 */
	Settler(Ledger ledger, SourceListener listener, boolean eager, Runnable changed) {
		this.eager = eager;
		this.ledger = ledger;
		this.listener = listener;
		this.changed = changed;
	}

	/** Remembers a batch until all of it is settled. */
	void opened(OpenBatch batch) {
		this.open.add(batch);
		this.unsettled.addAndGet(batch.size());
	}

	/** What this worker has taken and not settled. */
	Set<OpenBatch> open() {
		return this.open;
	}

	/** How many messages are taken and not settled. */
	int unsettled() {
		return this.unsettled.get();
	}

	/**
	 * Whether a step is under way that began before a time of {@link System#nanoTime()}.
	 */
	boolean stuckSince(long nanos) {
		return this.busy.get() && this.stepStarted - nanos < 0;
	}

	/** Forgets all that was taken under another lease than the ledger's present one. */
	void forgetLost() {
		for (OpenBatch batch : this.open) {
			if (!batch.token.equals(this.ledger.token()) && this.open.remove(batch)) {
				this.unsettled.addAndGet(-batch.unconfirmed());
			}
		}
	}

	void settle(Settlement settlement) {
		this.queue.add(settlement);
		if (this.failure == null) {
			start();
		}
	}

	/** Why the last step failed, or null while steps succeed. */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/** Whether no step has succeeded since the last failure. */
	boolean troubled() {
		return this.troubled;
	}

	/** Tries again after a failure. */
	void retry() {
		this.failure = null;
		start();
	}

	/** Whether nothing is on its way. */
	boolean idle() {
		return this.queue.isEmpty() && !this.busy.get() && this.unconfirmed.isEmpty();
	}

	private void start() {
		while ((!this.queue.isEmpty() || !this.unconfirmed.isEmpty()) && this.failure == null
				&& this.busy.compareAndSet(false, true)) {
			step();
		}
	}

	private void step() {
		List<Settlement> settlements = collect();
		if (settlements.isEmpty()) {
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
		settlements.removeIf((settlement) -> !settlement.batch.token.equals(token));
		this.unconfirmed = List.of();
		for (Settlement next; settlements.size() < MOST_PER_STEP && (next = this.queue.poll()) != null;) {
			if (next.batch.token.equals(token)) {
				settlements.add(next);
			}
		}
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
			this.unconfirmed = left;
			this.troubled = true;
			this.failure = Failures.unwrap(thrown);
		}
		boolean changing = thrown != null || this.troubled;
		this.troubled = thrown != null;
		this.busy.set(false);
		if (changing) {
			this.changed.run();
		}
		start();
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
