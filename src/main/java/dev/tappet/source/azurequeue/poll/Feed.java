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

	private final Deque<AzureDelivery> ready = new ArrayDeque<>();

	private volatile @Nullable Subscriber<? super Delivery> subscriber;

	private volatile boolean stopped;

	private volatile boolean paused;

	private long emitted;

	void start(Subscriber<? super Delivery> to) {
		this.subscriber = to;
	}

	void request(long deliveries) {
		this.requested.addAndGet(deliveries);
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

	/** Something waits for demand: messages of one receive may be on several attempts. */
	void add(AzureDelivery delivery) {
		this.ready.add(delivery);
	}

	/** Hands on what is ready, as long as it is asked for. */
	void emit() {
		Subscriber<? super Delivery> to = this.subscriber;
		while (to != null && open() && !this.ready.isEmpty() && this.requested.get() > this.emitted) {
			AzureDelivery next = stillHeld(this.ready.remove());
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
		List<AzureDelivery> all = List.copyOf(this.ready);
		this.ready.clear();
		return all;
	}

}
