package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.source.LastingThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a step again and again on a thread of its own, whatever is thrown, until it is
 * told to end.
 */
final class Keeper {

	private static final Logger logger = LoggerFactory.getLogger(Keeper.class);

	private static final long AFTER_FAILURE = Duration.ofSeconds(1).toNanos();

	private static final Duration LAST_STEP = Duration.ofSeconds(1);

	/** What is done again and again. */
	@FunctionalInterface
	interface Step {

		/**
		 * Takes the step.
		 * @return how long until the next one in ns, unless it is woken before
		 */
		long take() throws InterruptedException;

	}

	private final String name;

	private final LastingThreads threads;

	private final Step step;

	private final AtomicBoolean woken = new AtomicBoolean();

	private volatile boolean keeping;

	private volatile @Nullable Thread thread;

	Keeper(String name, LastingThreads threads, Step step) {
		this.name = name;
		this.threads = threads;
		this.step = step;
	}

	void start() {
		this.keeping = true;
		this.thread = this.threads.start(Thread.ofPlatform().daemon().name(this.name), this::run);
	}

	/** Has the next step taken at once. */
	void wake() {
		this.woken.set(true);
		LockSupport.unpark(this.thread);
	}

	/**
	 * Has no other step taken, and waits a while for the end of one that is under way.
	 */
	void end() throws InterruptedException {
		this.keeping = false;
		wake();
		Thread current = this.thread;
		if (current != null) {
			current.join(LAST_STEP);
		}
	}

	private void run() {
		while (this.keeping) {
			long wait = step();
			// What woke it while the step was under way may be news to that step.
			if (!this.woken.getAndSet(false) && this.keeping) {
				LockSupport.parkNanos(this, wait);
				this.woken.set(false);
			}
		}
	}

	private long step() {
		try {
			return this.step.take();
		}
		catch (InterruptedException ex) {
			// Nobody of ours interrupts it, and it ends when it is told to.
			return AFTER_FAILURE;
		}
		catch (Throwable ex) {
			tell(ex);
			return AFTER_FAILURE;
		}
	}

	/** Where memory is short even a line of the log may fail. */
	private void tell(Throwable thrown) {
		try {
			logger.debug("{} failed, and is tried again", this.name, thrown);
		}
		catch (Throwable ex) {
			return;
		}
	}

}
