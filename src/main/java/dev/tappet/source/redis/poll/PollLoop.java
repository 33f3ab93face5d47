package dev.tappet.source.redis.poll;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.source.Delivery;
import dev.tappet.source.LastingThreads;
import dev.tappet.source.SourceStatus;
import org.reactivestreams.Subscriber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a {@link Poller}: round after round it takes up what has arrived, emits
 * what is ready, steps through the keys, and rests.
 */
final class PollLoop {

	private static final Logger logger = LoggerFactory.getLogger(PollLoop.class);

	private static final long LONGEST_REST = Duration.ofSeconds(1).toNanos();

	private static final long REST_WHILE_CLOSING = Duration.ofMillis(20).toNanos();

	/** How long to wait at the end for a thread that waits for a reply. */
	private static final Duration LEAVING = Duration.ofSeconds(1);

	private final String trigger;

	private final List<KeyPoller> keys;

	private final Demand demand;

	private final Mailbox<Letter> mailbox;

	private final Clock clock;

	private final LastingThreads threads;

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile boolean started;

	private volatile boolean cancelled;

	private volatile boolean paused;

	private volatile long closeBy = Long.MAX_VALUE;

	private volatile SourceStatus status;

	/** The key that is served first in the next round, so that none starves. */
	private int turn;

	/**
	 * Makes the loop, which begins with its thread.
	 * @param trigger the trigger's name
	 * @param keys its keys
	 * @param demand what is asked for, and what is ready
	 * @param mailbox where replies and signals arrive
	 * @param clock says since when the status is what it is
	 */
	PollLoop(String trigger, List<KeyPoller> keys, Demand demand, Mailbox<Letter> mailbox, Clock clock,
			LastingThreads threads) {
		this.trigger = trigger;
		this.keys = keys;
		this.demand = demand;
		this.mailbox = mailbox;
		this.clock = clock;
		this.threads = threads;
		this.status = SourceStatus.starting(clock.instant());
	}

	void start(Subscriber<? super Delivery> subscriber) {
		this.started = true;
		this.threads.start(Thread.ofVirtual().name("tappet-" + this.trigger), () -> run(subscriber));
	}

	void request(long deliveries) {
		if (this.demand.request(deliveries)) {
			this.mailbox.signal();
		}
	}

	void cancel() {
		this.cancelled = true;
		this.mailbox.signal();
	}

	void pause() {
		this.paused = true;
	}

	void resume() {
		this.paused = false;
		this.mailbox.signal();
	}

	boolean isPaused() {
		return this.paused;
	}

	SourceStatus status() {
		return this.status;
	}

	/** See {@link Poller#close(Duration)}. */
	void close(Duration patience) {
		this.closeBy = System.nanoTime() + patience.toNanos();
		cancel();
		if (!this.started) {
			return;
		}
		try {
			if (!this.ended.await(patience.toMillis() + LEAVING.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("Trigger '{}' did not end in time", this.trigger);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run(Subscriber<? super Delivery> subscriber) throws InterruptedException {
		this.mailbox.belongsTo(Thread.currentThread());
		while (!isOver()) {
			try {
				round(subscriber);
			}
			catch (RuntimeException | Error ex) {
				// A poller never ends by itself, whatever happens in one of its rounds.
				logger.error("Trigger '{}' goes on after an unexpected failure", this.trigger, ex);
				LockSupport.parkNanos(this, LONGEST_REST);
			}
		}
		Map<KeyPoller, CompletionStage<?>> leaving = new LinkedHashMap<>();
		this.keys.forEach((key) -> leaving.put(key, leave(key)));
		for (Map.Entry<KeyPoller, CompletionStage<?>> each : leaving.entrySet()) {
			awaitLeft(each.getKey(), each.getValue());
		}
		this.ended.countDown();
	}

	private void round(Subscriber<? super Delivery> subscriber) {
		this.mailbox.clearSignal();
		long demandSeen = this.demand.total();
		takeUp();
		emit(subscriber);
		stepThroughKeys();
		this.demand.awaitEnoughFor(wanted());
		if (!this.demand.hasComeSince(demandSeen)) {
			rest();
		}
	}

	private void takeUp() {
		for (Letter letter; (letter = this.mailbox.take()) != null;) {
			letter.key().takeUp(letter, System.nanoTime());
			noticeCondition(letter.key());
		}
	}

	private void emit(Subscriber<? super Delivery> subscriber) {
		for (Delivery delivery; this.cancelled && (delivery = this.demand.withdraw()) != null;) {
			delivery.release();
		}
		for (Delivery delivery; !this.cancelled && (delivery = this.demand.next()) != null;) {
			subscriber.onNext(delivery);
		}
	}

	private void stepThroughKeys() {
		long now = System.nanoTime();
		int before = this.demand.reserved();
		for (int i = 0; i < this.keys.size(); i++) {
			KeyPoller key = this.keys.get((this.turn + i) % this.keys.size());
			key.step(fetching(), now);
			noticeCondition(key);
		}
		if (this.demand.reserved() != before) {
			this.turn = (this.turn + 1) % this.keys.size();
		}
	}

	private void noticeCondition(KeyPoller key) {
		if (key.condition().noticesChange()) {
			SourceStatus current = KeyCondition.together(this.keys.stream().map(KeyPoller::condition).toList(),
					this.clock.instant());
			if (current != null) {
				this.status = current;
			}
		}
	}

	private int wanted() {
		int least = Integer.MAX_VALUE;
		for (KeyPoller key : this.keys) {
			least = Math.min(least, key.wanted());
		}
		return least;
	}

	private void rest() {
		if (!this.mailbox.isQuiet()) {
			return;
		}
		long now = System.nanoTime();
		long until = now + ((this.closeBy != Long.MAX_VALUE) ? REST_WHILE_CLOSING : LONGEST_REST);
		for (KeyPoller key : this.keys) {
			until = Beat.earlier(until, key.wakeAt(fetching(), now));
		}
		this.mailbox.rest(until);
	}

	private boolean fetching() {
		return !this.cancelled && !this.paused;
	}

	private boolean isOver() {
		if (this.closeBy == Long.MAX_VALUE) {
			return false;
		}
		if (System.nanoTime() - this.closeBy >= 0) {
			return true;
		}
		return this.demand.nothingReady() && this.mailbox.isEmpty() && this.keys.stream().allMatch(KeyPoller::quiet);
	}

	private static CompletionStage<?> leave(KeyPoller key) {
		try {
			return key.leave();
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	private void awaitLeft(KeyPoller key, CompletionStage<?> left) throws InterruptedException {
		try {
			key.awaitLeft(left);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("Trigger '{}' could not hand back its place on '{}', which other workers take over in some "
					+ "seconds: {}", this.trigger, key.key(), ex.getMessage());
		}
	}

}
