package dev.tappet.source.redis.poll;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Delivery;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceStatus;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.lease.Ledger;
import dev.tappet.source.redis.lease.Member;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * Polls the streams or lists of one trigger, in turn, on a virtual thread of its own. It
 * takes as much as was demanded, waits for nothing but replies and signals, and goes on
 * for ever.
 */
public final class Poller implements Source {

	private static final Logger logger = LoggerFactory.getLogger(Poller.class);

	/** How long to wait at the end for a thread that waits for a reply. */
	private static final Duration LEAVING = Duration.ofSeconds(1);

	private final String trigger;

	private final int perDelivery;

	private final List<KeyPoller> keys;

	private final Clock clock;

	private final Runnable join;

	private final Queue<KeyPoller.Read> completed = new ConcurrentLinkedQueue<>();

	private final ArrayDeque<Delivery> ready = new ArrayDeque<>();

	private final AtomicLong demanded = new AtomicLong();

	/** The demand that is worth a round: one for each permit would cost too much. */
	private volatile long wakeAt;

	private final AtomicBoolean signalled = new AtomicBoolean();

	private final WakeTimer timer = new WakeTimer(this::wake);

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile @Nullable Thread thread;

	private volatile boolean fetching = true;

	private volatile boolean paused;

	private volatile long closeBy = Long.MAX_VALUE;

	private volatile SourceStatus status;

	private long emitted;

	private int reserved;

	/** The key that is served first in the next round, so that none starves. */
	private int turn;

	/**
	 * Makes a poller.
	 * @param settings how its keys are polled
	 * @param member this instance at their Redis
	 * @param join claims the instance id there
	 * @param listener told what was carried out
	 * @param ledgers the keys
	 */
	public Poller(PollSettings settings, Member member, Runnable join, SourceListener listener,
			List<? extends Ledger> ledgers) {
		this.trigger = settings.trigger();
		this.perDelivery = settings.perDelivery();
		this.clock = member.worker().clock();
		this.join = join;
		this.status = SourceStatus.starting(this.clock.instant());
		this.keys = ledgers.stream()
			.map((ledger) -> new KeyPoller(this, member.server(), ledger, listener, settings))
			.toList();
	}

	@Override
	public void join() {
		this.join.run();
	}

	@Override
	public void pause() {
		this.paused = true;
	}

	@Override
	public void resume() {
		this.paused = false;
		signal();
	}

	@Override
	public boolean isPaused() {
		return this.paused;
	}

	@Override
	public Flux<Delivery> deliveries() {
		return Flux.from((subscriber) -> {
			subscriber.onSubscribe(new Demand());
			Thread poller = Thread.ofVirtual().name("tappet-" + this.trigger).unstarted(() -> run(subscriber));
			// Known before it runs, or a signal to it would be lost.
			this.thread = poller;
			poller.start();
		});
	}

	private final class Demand implements Subscription {

		@Override
		public void request(long deliveries) {
			if (Poller.this.demanded.addAndGet(deliveries) >= Poller.this.wakeAt) {
				signal();
			}
		}

		@Override
		public void cancel() {
			Poller.this.fetching = false;
			signal();
		}

	}

	private void run(Subscriber<? super Delivery> subscriber) {
		try {
			while (!isOver()) {
				try {
					round(subscriber);
				}
				catch (RuntimeException | Error ex) {
					// A poller never ends by itself, whatever happens in one of its
					// rounds.
					logger.error("Trigger '{}' goes on after an unexpected failure", this.trigger, ex);
					LockSupport.parkNanos(this, Duration.ofSeconds(1).toNanos());
				}
			}
			for (KeyPoller key : this.keys) {
				leave(key);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.ended.countDown();
		}
	}

	private void round(Subscriber<? super Delivery> subscriber) throws InterruptedException {
		this.signalled.set(false);
		long seen = this.demanded.get();
		takeUp();
		emit(subscriber);
		long now = System.nanoTime();
		long before = this.reserved;
		for (int i = 0; i < this.keys.size(); i++) {
			this.keys.get((this.turn + i) % this.keys.size()).step(now);
		}
		if (this.reserved != before) {
			this.turn = (this.turn + 1) % this.keys.size();
		}
		long worth = worthWaking();
		this.wakeAt = worth;
		long current = this.demanded.get();
		if (current == seen || current < worth) {
			rest();
		}
	}

	private long worthWaking() {
		if (!this.ready.isEmpty()) {
			return this.emitted + 1;
		}
		int least = Integer.MAX_VALUE;
		for (KeyPoller key : this.keys) {
			least = Math.min(least, key.wanted());
		}
		return this.emitted + this.reserved + (least + this.perDelivery - 1L) / this.perDelivery;
	}

	private void takeUp() {
		for (KeyPoller.Read read; (read = this.completed.poll()) != null;) {
			read.poller().completed(read, System.nanoTime());
		}
	}

	private void emit(Subscriber<? super Delivery> subscriber) {
		while (!this.ready.isEmpty()) {
			if (!this.fetching) {
				release(this.ready.remove());
			}
			else if (this.demanded.get() > this.emitted) {
				this.emitted++;
				subscriber.onNext(this.ready.remove());
			}
			else {
				return;
			}
		}
	}

	private static void release(Delivery delivery) {
		for (int i = 0; i < delivery.size(); i++) {
			delivery.settle(i, Verdict.RELEASE);
		}
	}

	private void rest() {
		if (this.signalled.get() || !this.completed.isEmpty()) {
			return;
		}
		long now = System.nanoTime();
		long wait = Duration.ofSeconds(1).toNanos();
		for (KeyPoller key : this.keys) {
			wait = Math.min(wait, key.nextStep() - now);
		}
		if (this.closeBy != Long.MAX_VALUE) {
			wait = Math.min(wait, Duration.ofMillis(20).toNanos());
		}
		if (wait > 0) {
			this.timer.setFor(now + wait);
			// Setting it may have waited for a lock, and so have used up what a signal
			// left for the park.
			if (!this.signalled.get()) {
				LockSupport.park(this);
			}
		}
	}

	private boolean isOver() {
		if (this.closeBy == Long.MAX_VALUE) {
			return false;
		}
		if (System.nanoTime() - this.closeBy >= 0) {
			return true;
		}
		return this.ready.isEmpty() && this.completed.isEmpty() && this.keys.stream().allMatch(KeyPoller::quiet);
	}

	private void leave(KeyPoller key) throws InterruptedException {
		try {
			key.leave();
		}
		catch (RuntimeException ex) {
			logger.warn("Trigger '{}' could not hand back its place on '{}', which other workers take over in some "
					+ "seconds: {}", this.trigger, key.key(), ex.getMessage());
		}
	}

	/** Looks again as soon as possible. */
	void signal() {
		if (!this.signalled.getAndSet(true)) {
			LockSupport.unpark(this.thread);
		}
	}

	/** Looks again whatever was signalled before. */
	private void wake() {
		this.signalled.set(true);
		LockSupport.unpark(this.thread);
	}

	void completed(KeyPoller.Read read) {
		this.completed.add(read);
		signal();
	}

	void ready(Delivery delivery) {
		this.ready.add(delivery);
	}

	/**
	 * Sets demand aside for a read.
	 * @param most most messages that the read may bring
	 * @param least fewest that it is worth its way for
	 * @return how many deliveries it may bring, or 0 to leave it
	 */
	int reserve(int most, int least) {
		long free = this.demanded.get() - this.emitted - this.ready.size() - this.reserved;
		int deliveries = (int) Math.max(0, Math.min((most + this.perDelivery - 1) / this.perDelivery, free));
		if (deliveries * this.perDelivery < least) {
			return 0;
		}
		this.reserved += deliveries;
		return deliveries;
	}

	void unreserve(int deliveries) {
		this.reserved -= deliveries;
	}

	int perDelivery() {
		return this.perDelivery;
	}

	boolean fetching() {
		return this.fetching && !this.paused;
	}

	String trigger() {
		return this.trigger;
	}

	void statusChanged() {
		List<String> troubles = new ArrayList<>();
		for (KeyPoller key : this.keys) {
			String trouble = key.condition().trouble();
			if (trouble != null) {
				troubles.add(trouble);
			}
			else if (key.condition().starting()) {
				return;
			}
		}
		this.status = troubles.isEmpty() ? SourceStatus.reading(this.clock.instant())
				: SourceStatus.failing(String.join("; ", troubles), this.clock.instant());
	}

	@Override
	public SourceStatus status() {
		return this.status;
	}

	@Override
	public CompletionStage<@Nullable Backlog> backlog() {
		CompletionStage<Backlog> sum = CompletableFuture.completedStage(new Backlog(0, 0));
		for (KeyPoller key : this.keys) {
			CompletionStage<Backlog> one = key.ledger().backlog();
			sum = sum.thenCombine(one,
					(left, right) -> new Backlog(left.waiting() + right.waiting(), left.inFlight() + right.inFlight()));
		}
		return sum.thenApply((backlog) -> backlog);
	}

	@Override
	public DeadLetters deadLetters() {
		return new DeadLettersOfKeys(this.keys.stream().map((key) -> key.ledger().deadLetters()).toList());
	}

	@Override
	public void close(Duration patience) {
		this.closeBy = System.nanoTime() + patience.toNanos();
		this.fetching = false;
		signal();
		if (this.thread == null) {
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

}
