package dev.tappet.dispatch;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import dev.tappet.source.Delivery;
import dev.tappet.source.Printable;
import dev.tappet.source.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the failures of one trigger's handler, a few a second and the number of the
 * others: a flood of failures must not become a flood of log. Each dead letter is logged,
 * though. The stack trace is that of the first attempt and of the last; those between
 * have a line.
 */
final class FailureLog {

	private static final Logger logger = LoggerFactory.getLogger(FailureLog.class);

	private static final String LINE = "Trigger '{}' failed on {} of '{}', attempt {} ({}): {}";

	private static final int MOST_PER_SECOND = 5;

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final String trigger;

	private final LongSupplier nanoTime;

	private final AtomicLong secondStarted;

	private final AtomicInteger inSecond = new AtomicInteger();

	private final AtomicInteger unlogged = new AtomicInteger();

	FailureLog(String trigger, LongSupplier nanoTime) {
		this.trigger = trigger;
		this.nanoTime = nanoTime;
		this.secondStarted = new AtomicLong(nanoTime.getAsLong());
	}

	void failed(Delivery delivery, int position, Outcome outcome, Verdict verdict) {
		boolean last = verdict instanceof Verdict.Bury;
		boolean admitted = admit();
		if (!admitted && !last) {
			this.unlogged.incrementAndGet();
			return;
		}
		Object[] words = { this.trigger, Printable.of(delivery.message(position).id(), Printable.VALUE),
				Printable.of(delivery.source(), Printable.VALUE), delivery.attempt(), consequence(verdict),
				Decision.describe(outcome) };
		if (admitted && (last || delivery.attempt() == 1) && outcome instanceof Outcome.Failed(Throwable thrown)) {
			log(words, thrown);
		}
		else {
			logger.warn(LINE, words);
		}
	}

	private boolean admit() {
		long now = this.nanoTime.getAsLong();
		long started = this.secondStarted.get();
		if (now - started >= SECOND && this.secondStarted.compareAndSet(started, now)) {
			this.inSecond.set(0);
			int left = this.unlogged.getAndSet(0);
			if (left > 0) {
				logger.warn("Trigger '{}' failed {} more times, not logged one by one", this.trigger, left);
			}
		}
		return this.inSecond.incrementAndGet() <= MOST_PER_SECOND;
	}

	private static void log(Object[] words, Throwable thrown) {
		Object[] all = Arrays.copyOf(words, words.length + 1);
		try {
			if (StackTrace.isHarmless(thrown)) {
				all[words.length] = thrown;
				logger.warn(LINE, all);
			}
			else {
				all[words.length] = StackTrace.of(thrown);
				logger.warn(LINE + "\n{}", all);
			}
		}
		catch (Throwable ex) {
			// The exception cannot be printed: its own methods throw.
			logger.warn(LINE, words);
		}
	}

	private static String consequence(Verdict verdict) {
		return switch (verdict) {
			case Verdict.RetryAfter(Duration delay) -> "again in " + Decision.describe(delay);
			case Verdict.Bury bury -> "to the dead letters";
			case Verdict.Complete() -> "done";
			case Verdict.Release() -> "handed back";
		};
	}

}
