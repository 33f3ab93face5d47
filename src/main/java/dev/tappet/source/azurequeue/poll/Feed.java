package dev.tappet.source.azurequeue.poll;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.tappet.source.Delivery;
import dev.tappet.source.Verdict;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/**
 * What the dispatcher has asked for, and what it is given: never more. Any thread asks
 * for more; all else belongs to the thread that serves the queue.
 */
final class Feed {

	private final AtomicLong requested = new AtomicLong();

	private final Deque<Ready> ready = new ArrayDeque<>();

	/** How many may run at once: what is asked for first. */
	private volatile long permits;

	private volatile @Nullable Subscriber<? super Delivery> subscriber;

	private volatile boolean stopped;

	private volatile boolean paused;

	private long emitted;

	/**
	 * Something that waits for demand.
	 *
	 * @param delivery it
	 * @param since since when, as {@link System#nanoTime()} has it
	 */
	private record Ready(AzureDelivery delivery, long since) {
	}

	void start(Subscriber<? super Delivery> to) {
		this.subscriber = to;
	}

	void request(long deliveries) {
		if (this.requested.getAndAdd(deliveries) == 0) {
			this.permits = deliveries;
		}
	}

	/** How many deliveries may be in hands. */
	long permits() {
		return this.permits;
	}

	/** How many deliveries have ended: each asks for another. */
	long over() {
		return Math.max(0, this.requested.get() - this.permits);
	}

	void stop() {
		this.stopped = true;
	}

	boolean isStopped() {
		return this.stopped;
	}

	void pause(boolean whether) {
		this.paused = whether;
	}

	boolean isPaused() {
		return this.paused;
	}

	/** Whether something may be taken. */
	boolean open() {
		return !this.paused && !this.stopped;
	}

	/**
	 * How many deliveries are asked for and not on their way.
	 * @param expected how many will come of receives that are under way
	 */
	long wanted(long expected) {
		return this.requested.get() - this.emitted - this.ready.size() - expected;
	}

	/**
	 * Something waits for demand: messages of one receive may be on several attempts, and
	 * handlers may take longer than those before them.
	 */
	void add(AzureDelivery delivery, long now) {
		this.ready.add(new Ready(delivery, now));
	}

	/** Hands on what is ready, as long as it is asked for. */
	void emit() {
		Subscriber<? super Delivery> to = this.subscriber;
		while (to != null && open() && !this.ready.isEmpty() && this.requested.get() > this.emitted) {
			AzureDelivery next = stillHeld(this.ready.remove().delivery());
			if (next != null) {
				this.emitted++;
				to.onNext(next);
			}
		}
	}

	/** Without what was lost while it waited, which nobody is to decide on. */
	private static @Nullable AzureDelivery stillHeld(AzureDelivery delivery) {
		if (delivery.claims().stream().noneMatch(Feed::isLost)) {
			return delivery;
		}
		List<Claim> held = new ArrayList<>();
		for (Claim claim : delivery.claims()) {
			if (isLost(claim)) {
				// Its room is free, and it may come again.
				delivery.decided().accept(claim, Verdict.RELEASE);
			}
			else {
				held.add(claim);
			}
		}
		return held.isEmpty() ? null : new AzureDelivery(delivery.source(), held, delivery.decided());
	}

	private static boolean isLost(Claim claim) {
		return claim.ended() || claim.isStray();
	}

	/** Takes what has reached nobody. */
	List<AzureDelivery> clear() {
		List<AzureDelivery> all = this.ready.stream().map(Ready::delivery).toList();
		this.ready.clear();
		return all;
	}

	/**
	 * Takes what has reached nobody for long, or what reaches nobody in a pause, and may
	 * go back: on its last attempt it would be gone.
	 * @param longest how long it may wait, in nanoseconds
	 * @param maxAttempts most attempts of a message
	 * @param now the time
	 */
	List<AzureDelivery> clearWaiting(long longest, int maxAttempts, long now) {
		List<AzureDelivery> waiting = new ArrayList<>(0);
		this.ready.removeIf((each) -> {
			boolean goes = (this.paused || now - each.since() >= longest) && each.delivery().attempt() < maxAttempts;
			if (goes) {
				waiting.add(each.delivery());
			}
			return goes;
		});
		return waiting;
	}

}
