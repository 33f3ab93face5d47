package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.tappet.source.Printable;
import dev.tappet.source.SourceListener;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.Replies;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the verdicts of one key to the server: one step under way at a time, and what
 * is decided meanwhile travels together in the next. What fails is repeated until the
 * server has confirmed it or the lease is lost; what the server refuses is set aside, so
 * that a dead letter that cannot be written holds up nothing else.
 */
public final class Settler {

	private static final Logger logger = LoggerFactory.getLogger(Settler.class);

	private static final long NO_STEP = Long.MIN_VALUE;

	/** How long an answer may take that a handler waits for. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final Ledger ledger;

	private final SourceListener listener;

	private final boolean signalsEachStep;

	/** Whether a message that was completed is gone from the server already. */
	private final boolean completesHere;

	private final Runnable changed;

	private final SettlementPlan plan = new SettlementPlan();

	private final OpenBatches open = new OpenBatches();

	private final AtomicBoolean busy = new AtomicBoolean();

	private volatile long stepStarted = NO_STEP;

	/**
	 * Makes the settler of a key.
	 * @param ledger where verdicts are carried out
	 * @param listener told what was
	 * @param signalsEachStep whether every step is followed by a call to {@code changed},
	 * not only one that failed or put something off
	 * @param changed called when the poller should look again
	 */
	public Settler(Ledger ledger, SourceListener listener, boolean signalsEachStep, Runnable changed) {
		this.ledger = ledger;
		this.listener = listener;
		this.signalsEachStep = signalsEachStep;
		this.changed = changed;
		this.completesHere = !ledger.keeps();
	}

	/** Remembers a batch until all of it is settled. */
	public void opened(OpenBatch batch) {
		if (this.completesHere) {
			this.open.count(batch);
		}
		else {
			this.open.add(batch);
		}
	}

	/** What this worker has taken and not settled. */
	public Set<OpenBatch> open() {
		return this.open.all();
	}

	/** How many messages are taken and not settled. */
	public int unsettled() {
		return this.open.unsettled();
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
		this.open.forgetAllBut(this.ledger.token());
	}

	/**
	 * Has the server know that a message runs alone in this process from now on.
	 * @param batch the batch of the message
	 * @param position its place
	 * @return whether it knows
	 */
	public boolean beginAlone(OpenBatch batch, int position) {
		try {
			Replies.await(this.ledger.beginAlone(batch, position), PATIENCE);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (RuntimeException ex) {
			logger.info("Message {} cannot run alone now, and is handed back: {}",
					Printable.of(batch.messages.get(position).id(), Printable.VALUE), ex.getMessage());
			return false;
		}
	}

	public void settle(OpenBatch batch, int position, Verdict verdict) {
		if (this.completesHere && verdict instanceof Verdict.Complete) {
			completed(batch, position);
			return;
		}
		this.plan.add(new Settlement(batch, position, verdict));
		start();
	}

	private void completed(OpenBatch batch, int position) {
		batch.free(position);
		this.open.settled(1);
		this.listener.completed(1);
		if (this.signalsEachStep) {
			this.changed.run();
		}
	}

	/** Why the last step got no answer, or lost its lease; no other begins before. */
	public @Nullable Throwable failure() {
		return this.plan.failure();
	}

	/** Why the server refuses what was set aside, or null where nothing is. */
	public @Nullable Throwable refusal() {
		return this.plan.refusal();
	}

	/** Tries again after a failure. */
	public void retry() {
		this.plan.retry();
		start();
	}

	/** Tries again what was set aside. */
	public void retryRefused() {
		this.plan.retryRefused();
		start();
	}

	/** Whether nothing is on its way. */
	public boolean idle() {
		if (!this.busy.compareAndSet(false, true)) {
			return false;
		}
		boolean idle = this.plan.isEmpty();
		this.busy.set(false);
		// What was decided in between has found no step to go with.
		start();
		return idle;
	}

	private void start() {
		while (this.plan.isWork() && this.busy.compareAndSet(false, true)) {
			step();
		}
	}

	private void step() {
		List<Settlement> settlements = List.of();
		try {
			settlements = this.plan.next(this.ledger.token());
		}
		finally {
			if (settlements.isEmpty()) {
				this.busy.set(false);
			}
		}
		if (settlements.isEmpty()) {
			return;
		}
		this.stepStarted = System.nanoTime();
		CompletionStage<?> step;
		try {
			step = this.ledger.settle(settlements);
		}
		catch (Throwable ex) {
			step = CompletableFuture.failedStage(ex);
		}
		List<Settlement> sent = settlements;
		step.whenComplete((done, thrown) -> ended(sent, thrown));
	}

	private void ended(List<Settlement> settlements, @Nullable Throwable thrown) {
		boolean changing = true;
		try {
			report(settlements);
		}
		finally {
			// Whatever a listener throws, the next step can be made.
			changing = this.plan.ended(settlements, thrown);
			this.stepStarted = NO_STEP;
			this.busy.set(false);
		}
		if (changing) {
			this.changed.run();
		}
		start();
	}

	private void report(List<Settlement> settlements) {
		long room = 0;
		OpenBatch counted = null;
		for (Settlement settlement : settlements) {
			if (settlement.isConfirmed()) {
				long freed = settlement.batch.freed(settlement.position);
				if (freed > 0) {
					room += freed;
					counted = settlement.batch;
				}
				this.open.confirmed(settlement.batch);
			}
		}
		if (counted != null) {
			// All of a key have the same share, which is locked once in a step.
			counted.release(room);
		}
		Tally tally = Tally.of(settlements);
		this.open.settled(tally.confirmed());
		tally.tell(this.listener);
		if (tally.retried() > 0 || this.signalsEachStep) {
			this.changed.run();
		}
	}

}
