package dev.tappet.source.azurequeue.poll;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.tappet.source.RetryQueue;
import dev.tappet.source.Verdict;
import dev.tappet.source.azurequeue.connection.Refusal;
import dev.tappet.source.azurequeue.connection.StorageQueue;
import dev.tappet.source.azurequeue.poll.Condition.Part;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was taken and carries verdicts out: removals and renewals side by side, each
 * message's one after the other. It belongs to the thread that serves the queue.
 */
final class Settler {

	/** The most verdicts that are carried out at once. */
	static final int MOST_AT_ONCE = 64;

	private final Place place;

	private final LetterWriter letters;

	private final Renewals renewals;

	private final Outlook outlook;

	private final Mail mail;

	private final LeaseTimes times;

	/** What was taken and is not settled, by its id. */
	private final Map<String, Claim> open = new HashMap<>();

	private final Finished finished = new Finished();

	private final Deque<Claim> decided = new ArrayDeque<>();

	private final RetryQueue<Claim> resting = new RetryQueue<>();

	private long looked;

	private int underWay;

	/** For other threads, which may not look at what is open. */
	private volatile int held;

	Settler(Place place, String trigger, LeaseTimes times, Outlook outlook, Mail mail) {
		this.place = place;
		this.letters = new LetterWriter(place, trigger, outlook.condition(), outlook.clock(), mail);
		this.renewals = new Renewals(place, times, outlook.condition(), outlook.clock(), mail,
				new Renewals.Next(this::again, this::rest, this::end));
		this.times = times;
		this.outlook = outlook;
		this.mail = mail;
	}

	void hold(Claim claim) {
		this.open.put(claim.message().id(), claim);
		this.held = this.open.size();
	}

	/** For any thread: how many messages were taken and are not settled. */
	int held() {
		return this.held;
	}

	/**
	 * Goes on with a message that has come again: it is in hands here still, or was
	 * finished and could not be removed.
	 * @param again the message as it was taken now
	 * @return whether it is to reach no handler
	 */
	boolean goesOn(Claim again) {
		String id = again.message().id();
		Claim known = this.open.get(id);
		if (known != null && !known.isBeingPutOff()) {
			known.regained(again.receipt(), again.begun());
			return true;
		}
		Verdict verdict = this.finished.take(id);
		if (verdict == null) {
			return false;
		}
		// Nothing of it is read any more, so it takes no room.
		Claim claim = new Claim(again.message(), 0, this.times, again.begun());
		if (verdict instanceof Verdict.Bury) {
			claim.written();
		}
		hold(claim);
		decide(claim, verdict);
		return true;
	}

	boolean isIdle() {
		return this.open.isEmpty();
	}

	void decide(Claim claim, Verdict verdict) {
		if (claim.verdict() != null) {
			return;
		}
		claim.decide(verdict, System.nanoTime());
		if (claim.ended()) {
			// It was lost while its handler ran.
			this.outlook.released().accept(claim.room());
		}
		else {
			this.decided.add(claim);
		}
	}

	/** What has reached nobody, or was left undecided, goes back. */
	void releaseUndecided() {
		for (Claim claim : List.copyOf(this.open.values())) {
			decide(claim, Verdict.RELEASE);
		}
	}

	/** Does what can be done now. */
	void work() {
		long now = System.nanoTime();
		this.decided.addAll(this.resting.poll(now, Integer.MAX_VALUE));
		while (this.underWay < MOST_AT_ONCE && !this.decided.isEmpty()) {
			Claim claim = this.decided.remove();
			if (claim.next(now) == Claim.Step.SETTLE) {
				settle(claim, now);
			}
		}
		if (now - this.looked >= this.times.look()) {
			this.looked = now;
			for (Claim claim : this.open.values()) {
				if (claim.next(now) == Claim.Step.RENEW) {
					this.renewals.renew(claim, now);
				}
			}
		}
	}

	/** How many nanoseconds nothing is to be done, or -1. */
	long untilNext(long now) {
		long due = this.resting.untilDue(now);
		long look = this.open.isEmpty() ? -1 : Math.max(0, this.looked + this.times.look() - now);
		return (due < 0) ? look : (look < 0) ? due : Math.min(due, look);
	}

	/** A verdict waits for a renewal that is under way. */
	private void again(Claim claim) {
		if (claim.verdict() != null) {
			this.decided.add(claim);
		}
	}

	private void rest(Claim claim) {
		long now = System.nanoTime();
		claim.failed(now);
		if (claim.verdict() != null) {
			this.resting.add(claim, now + claim.untilRested(now));
		}
	}

	private void settle(Claim claim, long now) {
		Verdict verdict = claim.verdict();
		if (verdict == null) {
			return;
		}
		if (claim.isStray() && (claim.isWritten() || !(verdict instanceof Verdict.Bury))) {
			leave(claim, verdict);
			return;
		}
		claim.begin(Claim.Step.SETTLE);
		this.underWay++;
		switch (verdict) {
			case Verdict.Complete() -> delete(claim, () -> this.outlook.listener().completed(1));
			case Verdict.Release() -> putOff(claim, Duration.ZERO, now, () -> this.outlook.listener().handedBack(1));
			case Verdict.RetryAfter(Duration delay) ->
				putOff(claim, delay.minusNanos(now - claim.decidedAt()), now, () -> this.outlook.listener().retried(1));
			case Verdict.Bury bury -> {
				if (claim.isWritten()) {
					delete(claim, () -> this.outlook.listener().deadLettered(1));
				}
				else {
					this.letters.write(claim.message(), bury, () -> {
						this.underWay--;
						claim.written();
						this.decided.addFirst(claim);
					}, () -> {
						this.underWay--;
						rest(claim);
					});
				}
			}
		}
	}

	/** What has no receipt is visible again when its lease ends. */
	private void leave(Claim claim, Verdict verdict) {
		end(claim);
		switch (verdict) {
			case Verdict.Complete() -> this.finished.add(claim.message().id(), verdict);
			case Verdict.Bury bury -> this.finished.add(claim.message().id(), bury);
			case Verdict.Release() -> this.outlook.listener().handedBack(1);
			case Verdict.RetryAfter retry -> {
				this.outlook.due().accept(claim.leasedUntil());
				this.outlook.listener().retried(1);
			}
		}
	}

	private void delete(Claim claim, Runnable done) {
		StorageQueue queue = this.place.queues().main();
		carryOut(queue, queue.delete(claim.message().id(), claim.receipt()), claim, (nothing) -> {
			end(claim);
			done.run();
		}, (refusal) -> {
			Verdict verdict = claim.verdict();
			// As long as the lease is ours only we can have removed it: an answer was
			// lost.
			if (refusal.kind() == Refusal.Kind.GONE_MESSAGE && (claim.isWritten() || claim.isOurs(System.nanoTime()))) {
				done.run();
			}
			else if (refusal.isGone() && verdict != null) {
				this.outlook.condition().strayed(claim.message().id(), System.nanoTime());
				this.finished.add(claim.message().id(), verdict);
			}
		});
	}

	private void putOff(Claim claim, Duration delay, long now, Runnable done) {
		StorageQueue queue = this.place.queues().main();
		Duration visible = Visibility.clipped(delay, this.outlook.clock().instant(), claim.message().expiresOn());
		carryOut(queue, queue.update(claim.message().id(), claim.receipt(), visible), claim, (receipt) -> {
			end(claim);
			this.outlook.due().accept(now + visible.toNanos());
			done.run();
		}, (refusal) -> {
			// As long as the lease is ours only we can have changed it: an answer was
			// lost.
			if (refusal.isGone() && claim.isOurs(System.nanoTime())) {
				this.outlook.due().accept(now + visible.toNanos());
				done.run();
			}
		});
	}

	private <T extends @Nullable Object> void carryOut(StorageQueue queue, CompletableFuture<T> step, Claim claim,
			Consumer<T> done, Consumer<Refusal> gone) {
		String used = claim.receipt();
		this.mail.then(queue, step, (result) -> {
			this.underWay--;
			this.outlook.condition().works(Part.SETTLING);
			done.accept(result);
		}, (refusal) -> {
			this.underWay--;
			if (refusal.isGone() && !claim.receipt().equals(used)) {
				claim.outdated();
				again(claim);
			}
			else if (refusal.isGone() || refusal.kind() == Refusal.Kind.NO_QUEUE) {
				this.outlook.condition().works(Part.SETTLING);
				end(claim);
				gone.accept(refusal);
			}
			else {
				this.outlook.condition().fails(Part.SETTLING, refusal.text());
				rest(claim);
			}
		});
	}

	private void end(Claim claim) {
		claim.end();
		// Where it was put off and has come again already, another is there.
		this.open.remove(claim.message().id(), claim);
		this.held = this.open.size();
		if (claim.verdict() != null) {
			this.outlook.released().accept(claim.room());
		}
	}

}
