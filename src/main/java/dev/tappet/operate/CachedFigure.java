package dev.tappet.operate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One figure that has to be asked for. There is one question under way at most, and the
 * last answer serves for a while.
 *
 * @param <T> the figure
 */
final class CachedFigure<T> {

	/** An answer younger than this is not asked for again. */
	static final Duration FRESH = Duration.ofSeconds(1);

	/** An answer older than this is not told any more. */
	static final Duration STALE = Duration.ofSeconds(10);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final Supplier<CompletionStage<T>> question;

	private final Clock clock;

	private Reading<T> last = new Reading.Unknown<>("not read yet", Instant.EPOCH);

	private CompletableFuture<Reading<T>> underWay = CompletableFuture.completedFuture(this.last);

	CachedFigure(Supplier<CompletionStage<T>> question, Clock clock) {
		this.question = question;
		this.clock = clock;
	}

	/**
	 * Asks, unless the last answer is fresh or a question is under way. The question is
	 * put on a thread of its own, since nothing says that putting it does not block.
	 * @return completes with the question, and never fails
	 */
	synchronized CompletableFuture<Reading<T>> refresh() {
		if (this.underWay.isDone() && !isYounger(this.last, FRESH)) {
			this.underWay = CompletableFuture.supplyAsync(this.question, Thread::startVirtualThread)
				.thenCompose(Function.identity())
				.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
				.handle(this::keep);
		}
		return this.underWay;
	}

	synchronized Reading<T> reading() {
		if (this.last instanceof Reading.Known<T> && !isYounger(this.last, STALE)) {
			return new Reading.Unknown<>(FailureText.NO_ANSWER, this.last.at());
		}
		return this.last;
	}

	private synchronized Reading<T> keep(@Nullable T value, @Nullable Throwable failure) {
		this.last = toReading(value, failure, this.clock.instant());
		return this.last;
	}

	private static <T> Reading<T> toReading(@Nullable T value, @Nullable Throwable failure, Instant now) {
		if (failure != null) {
			return new Reading.Unknown<>(FailureText.of(failure), now);
		}
		return (value != null) ? new Reading.Known<>(value, now)
				: new Reading.Unknown<>("the source has no such figure", now);
	}

	private boolean isYounger(Reading<T> reading, Duration age) {
		Duration actual = Duration.between(reading.at(), this.clock.instant());
		// A negative age is a clock that was set back: it says nothing.
		return !actual.isNegative() && actual.compareTo(age) < 0;
	}

}
