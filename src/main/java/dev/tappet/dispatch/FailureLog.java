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
import org.slf4j.spi.LoggingEventBuilder;

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
		String message = Printable.of(delivery.message(position).id(), Printable.VALUE);
		String reason = Decision.describe(outcome);
		Object[] words = { this.trigger, message, Printable.of(delivery.source(), Printable.VALUE), delivery.attempt(),
				consequence(verdict), reason };
		LoggingEventBuilder line = line(message, reason, verdict);
		if (admitted && (last || delivery.attempt() == 1) && outcome instanceof Outcome.Failed(Throwable thrown)) {
			log(line, words, thrown);
		}
		else {
			line.log(LINE, words);
		}
	}

	/**
	 * What a structured log gets beside the {@link LogContext}. No key may be one of
	 * those, or begin with one.
	 */
	private static LoggingEventBuilder line(String message, String reason, Verdict verdict) {
		LoggingEventBuilder line = logger.atWarn()
			.addKeyValue("tappet.failed", message)
			.addKeyValue("tappet.result", result(verdict))
			.addKeyValue("tappet.reason", reason);
		return (verdict instanceof Verdict.RetryAfter(Duration delay))
				? line.addKeyValue("tappet.delay", delay.toMillis()) : line;
	}

	private static String result(Verdict verdict) {
		return switch (verdict) {
			case Verdict.RetryAfter(Duration delay) -> "retried";
			case Verdict.Bury bury -> "dead_lettered";
			case Verdict.Complete() -> "completed";
			case Verdict.Release() -> "handed_back";
		};
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

	private static void log(LoggingEventBuilder line, Object[] words, Throwable thrown) {
		boolean harmless = false;
		String trace = null;
		try {
			harmless = StackTrace.isHarmless(thrown);
			trace = harmless ? null : StackTrace.of(thrown);
		}
		catch (Throwable ex) {
			// The exception cannot be printed: its own methods throw.
		}
		if (harmless) {
			line.setCause(thrown).log(LINE, words);
		}
		else if (trace != null) {
			Object[] all = Arrays.copyOf(words, words.length + 1);
			all[words.length] = trace;
			line.log(LINE + "\n{}", all);
		}
		else {
			line.log(LINE, words);
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
