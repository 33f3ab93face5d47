package dev.tappet.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.dispatch.Deadlines;
import dev.tappet.source.LastingThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the triggers. The order of the shutdown is written here and nowhere
 * else: stop fetching, let running handlers end, hand back the rest, leave; connections
 * are closed after that.
 */
final class Engine implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Engine.class);

	/** What handing back takes of the time that the shutdown is given. */
	private static final Duration HANDING_BACK = Duration.ofSeconds(3);

	/** How long the start waits for every source to have tried to read. */
	private static final Duration FIRST_TRIES = Duration.ofSeconds(1);

	private final List<RegisteredTrigger> enabled;

	private final Duration shutdownTimeout;

	private final LastingThreads threads;

	/**
	 * Ends with the engine; while it is closed this process lives on without a web
	 * server.
	 */
	private volatile @Nullable CountDownLatch living;

	private volatile @Nullable Deadlines deadlines;

	private volatile @Nullable WishWatch wishes;

	private boolean stoppedBefore;

	private volatile boolean running;

	/**
	 * Takes what is to run; disabled triggers are left alone.
	 * @param triggers the triggers
	 * @param shutdownTimeout how long a shutdown may take
	 * @param threads has the threads last that it starts
	 */
	Engine(Collection<RegisteredTrigger> triggers, Duration shutdownTimeout, LastingThreads threads) {
		this.enabled = triggers.stream().filter((trigger) -> trigger.definition().enabled()).toList();
		this.shutdownTimeout = shutdownTimeout;
		this.threads = threads;
	}

	@Override
	public void start() {
		if (this.stoppedBefore) {
			this.enabled.forEach(RegisteredTrigger::renew);
		}
		this.enabled.forEach((trigger) -> trigger.source().join());
		followWishes();
		watchDeadlines();
		if (!this.enabled.isEmpty()) {
			keepAlive();
		}
		for (RegisteredTrigger trigger : this.enabled) {
			trigger.dispatcher().start(trigger.source().deliveries());
		}
		awaitFirstTries();
		this.running = true;
	}

	/** Before anything is fetched: a trigger that is paused is not to begin. */
	private void followWishes() {
		WishWatch watch = new WishWatch(this.enabled, this.threads);
		watch.start();
		this.wishes = watch;
	}

	private void watchDeadlines() {
		Deadlines watch = new Deadlines(this.enabled.stream().map(RegisteredTrigger::dispatcher).toList());
		watch.start(this.threads);
		this.deadlines = watch;
	}

	/** Handlers and pollers run on threads that do not keep a process alive. */
	private void keepAlive() {
		CountDownLatch latch = new CountDownLatch(1);
		this.threads.start(Thread.ofPlatform().daemon(false).name("tappet-engine"), latch::await);
		this.living = latch;
	}

	/** So that the service is not called ready, or failing, before anything was tried. */
	private void awaitFirstTries() {
		long until = System.nanoTime() + FIRST_TRIES.toNanos();
		while (System.nanoTime() - until < 0 && this.enabled.stream().anyMatch(Engine::hasYetToTry)) {
			LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
		}
	}

	/** One that is paused need not try. */
	private static boolean hasYetToTry(RegisteredTrigger trigger) {
		return trigger.source().status().isStarting() && trigger.state() != TriggerState.PAUSED;
	}

	@Override
	public void stop() {
		if (!this.running) {
			return;
		}
		List<RegisteredTrigger> triggers = this.enabled;
		long began = System.nanoTime();
		long handedBackBefore = handedBack();
		WishWatch wished = this.wishes;
		if (wished != null) {
			wished.stop();
		}
		triggers.forEach((trigger) -> trigger.dispatcher().stop());
		Drain drain = new Drain(inHandlers(), drainTime());
		logger.info(drain.begins());
		int unfinished = 0;
		for (RegisteredTrigger trigger : triggers) {
			unfinished += trigger.dispatcher().drain(began + drainTime().toNanos());
		}
		Deadlines watch = this.deadlines;
		if (watch != null) {
			watch.stop();
		}
		List<Thread> closing = triggers.stream()
			.map((trigger) -> Thread.ofVirtual().start(() -> trigger.source().close(handingBack())))
			.toList();
		closing.forEach(Engine::join);
		logger.atLevel((unfinished > 0) ? Level.WARN : Level.INFO)
			.log(drain.ends(unfinished, handedBack() - handedBackBefore, Duration.ofNanos(System.nanoTime() - began)));
		this.stoppedBefore = true;
		this.running = false;
		CountDownLatch latch = this.living;
		if (latch != null) {
			latch.countDown();
		}
	}

	private Map<String, Integer> inHandlers() {
		Map<String, Integer> running = new TreeMap<>();
		for (RegisteredTrigger trigger : this.enabled) {
			int messages = trigger.inFlight();
			if (messages > 0) {
				running.put(trigger.definition().name(), messages);
			}
		}
		return running;
	}

	private long handedBack() {
		return this.enabled.stream().mapToLong(RegisteredTrigger::handedBack).sum();
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void stop(Runnable callback) {
		Thread.ofPlatform().name("tappet-stop").start(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		});
	}

	private Duration handingBack() {
		Duration half = this.shutdownTimeout.dividedBy(2);
		return (half.compareTo(HANDING_BACK) < 0) ? half : HANDING_BACK;
	}

	private Duration drainTime() {
		return this.shutdownTimeout.minus(handingBack());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Starts last and stops first: handlers may use every other bean. */
	@Override
	public int getPhase() {
		return SmartLifecycle.DEFAULT_PHASE;
	}

}
