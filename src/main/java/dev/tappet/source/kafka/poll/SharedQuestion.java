package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A question to the cluster that all who put it at one moment share.
 *
 * @param <T> what the cluster says
 */
final class SharedQuestion<T> {

	private static final long FRESH = Duration.ofSeconds(1).toNanos();

	private final Supplier<CompletableFuture<T>> cluster;

	private @Nullable Asked<T> last;

	/**
	 * Asks nothing yet.
	 * @param cluster asks it, and neither waits nor fails
	 */
	SharedQuestion(Supplier<CompletableFuture<T>> cluster) {
		this.cluster = cluster;
	}

	/**
	 * It was put.
	 *
	 * @param <T> what the cluster says
	 * @param answer where it will say so
	 * @param when when it was put
	 */
	private record Asked<T>(CompletableFuture<T> answer, long when) {
	}

	/** Puts it, unless an answer is under way. */
	CompletableFuture<T> put() {
		return put(false);
	}

	/** Puts it, unless an answer is under way or was given within a second. */
	CompletableFuture<T> putUnlessFresh() {
		return put(true);
	}

	private synchronized CompletableFuture<T> put(boolean unlessFresh) {
		Asked<T> known = this.last;
		if (known != null && (!known.answer().isDone() || (unlessFresh && System.nanoTime() - known.when() < FRESH))) {
			return known.answer();
		}
		CompletableFuture<T> answer = this.cluster.get();
		this.last = new Asked<>(answer, System.nanoTime());
		return answer;
	}

}
