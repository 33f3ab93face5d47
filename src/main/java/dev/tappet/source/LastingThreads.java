package dev.tappet.source;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that the service cannot be without, such as the one that gives signs of
 * life. Each goes on whatever its work throws, a lack of memory not excepted; one that is
 * dead all the same is known by its name, and the service no longer counts as alive.
 */
public final class LastingThreads {

	private static final Logger logger = LoggerFactory.getLogger(LastingThreads.class);

	static final Duration SHORTEST_REST = Duration.ofMillis(100);

	static final Duration LONGEST_REST = Duration.ofSeconds(5);

	/** Work that went well for so long begins with the shortest rest again. */
	private static final Duration CALM = Duration.ofSeconds(30);

	private final Set<Lasting> threads = ConcurrentHashMap.newKeySet();

	private final LongConsumer resting;

	/** Has no threads yet. */
	public LastingThreads() {
		this(LockSupport::parkNanos);
	}

	/**
	 * Has no threads yet.
	 * @param resting rests for a number of nanoseconds
	 */
	LastingThreads(LongConsumer resting) {
		this.resting = resting;
	}

	/**
	 * What a thread does.
	 */
	@FunctionalInterface
	public interface Work {

		/**
		 * Works until the thread is to end. What it throws, an interruption included, has
		 * it called again after a rest, which grows with each time.
		 * @throws Exception to be called again
		 */
		void run() throws Exception;

	}

	/**
	 * Starts a thread that lasts until its work returns.
	 * @param kind the kind of thread, with its name
	 * @param work what it does
	 * @return the thread
	 */
	public Thread start(Thread.Builder kind, Work work) {
		Lasting lasting = new Lasting(work);
		Thread thread = kind.unstarted(lasting);
		lasting.thread = thread;
		this.threads.add(lasting);
		try {
			thread.start();
		}
		catch (Throwable ex) {
			lasting.notStarted = true;
			throw ex;
		}
		return thread;
	}

	/**
	 * The threads that should run and do.
	 * @return their names
	 */
	public List<String> running() {
		return this.threads.stream().filter((lasting) -> !lasting.isDead()).map(Lasting::name).sorted().toList();
	}

	/**
	 * The threads that should run and do not.
	 * @return their names, none as long as all is well
	 */
	public List<String> dead() {
		return this.threads.stream().filter(Lasting::isDead).map(Lasting::name).sorted().toList();
	}

	/** A thread and its work. */
	private final class Lasting implements Runnable {

		private final Work work;

		private volatile @Nullable Thread thread;

		private volatile boolean notStarted;

		Lasting(Work work) {
			this.work = work;
		}

		@Override
		public void run() {
			long rest = SHORTEST_REST.toNanos();
			while (true) {
				long begun = System.nanoTime();
				try {
					this.work.run();
					LastingThreads.this.threads.remove(this);
					return;
				}
				catch (Throwable ex) {
					tell(ex);
				}
				// Nobody ends it in this way.
				Thread.interrupted();
				if (System.nanoTime() - begun > CALM.toNanos()) {
					rest = SHORTEST_REST.toNanos();
				}
				LastingThreads.this.resting.accept(rest);
				rest = Math.min(2 * rest, LONGEST_REST.toNanos());
			}
		}

		private void tell(Throwable thrown) {
			try {
				logger.error("The thread '{}' goes on after an unexpected failure", name(), thrown);
			}
			catch (Throwable ex) {
				// There is no memory to say it, or the log is broken.
			}
		}

		String name() {
			Thread known = this.thread;
			return (known != null) ? known.getName() : "";
		}

		boolean isDead() {
			Thread known = this.thread;
			return this.notStarted || (known != null && known.getState() == Thread.State.TERMINATED);
		}

	}

}
