package dev.tappet.dispatch;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.tappet.source.Delivery;
import dev.tappet.source.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the failures of one trigger's handler, a few a second and the number of the
 * others: a flood of failures must not become a flood of log.
 */
final class FailureLog {

	private static final Logger logger = LoggerFactory.getLogger(FailureLog.class);

	private static final String LINE = "Trigger '{}' failed on {} of '{}', attempt {} ({}): {}";

	private static final int MOST_PER_SECOND = 5;

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final String trigger;

	private final AtomicLong secondStarted = new AtomicLong(System.nanoTime());

	private final AtomicInteger inSecond = new AtomicInteger();

	FailureLog(String trigger) {
		this.trigger = trigger;
	}

	void failed(Delivery delivery, int position, Outcome outcome, Verdict verdict) {
		if (!admit()) {
			return;
		}
		Object[] words = { this.trigger, delivery.message(position).id(), delivery.source(), delivery.attempt(),
				consequence(verdict), Decision.describe(outcome) };
		try {
			logger.warn(LINE, withStackTrace(words, outcome));
		}
		catch (Throwable ex) {
			// The exception cannot be printed: its own methods throw.
			logger.warn(LINE, words);
		}
	}

	private boolean admit() {
		long now = System.nanoTime();
		long started = this.secondStarted.get();
		if (now - started >= SECOND && this.secondStarted.compareAndSet(started, now)) {
			int left = this.inSecond.getAndSet(0) - MOST_PER_SECOND;
			if (left > 0) {
				logger.warn("Trigger '{}' failed {} more times, not logged one by one", this.trigger, left);
			}
		}
		return this.inSecond.incrementAndGet() <= MOST_PER_SECOND;
	}

	private static String consequence(Verdict verdict) {
		return switch (verdict) {
			case Verdict.RetryAfter(Duration delay) -> "again in " + Decision.describe(delay);
			case Verdict.Bury bury -> "to the dead letters";
			case Verdict.Complete() -> "done";
			case Verdict.Release() -> "handed back";
		};
	}

	private static Object[] withStackTrace(Object[] words, Outcome outcome) {
		if (!(outcome instanceof Outcome.Failed(Throwable thrown))) {
			return words;
		}
		Object[] all = Arrays.copyOf(words, words.length + 1);
		all[words.length] = thrown;
		return all;
	}

}
