package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Gathers what several were asked side by side, so that one that does not answer holds
 * nobody up: until all have answered, or what there is leaves no doubt, or some time
 * after it was good enough.
 *
 * @param <T> an answer
 */
final class Gathering<T> {

	private final List<T> answers = new ArrayList<>();

	private final CompletableFuture<List<T>> result = new CompletableFuture<>();

	private final Predicate<List<T>> enough;

	private final Predicate<List<T>> sure;

	private final Duration grace;

	/**
	 * Has asked nobody yet.
	 * @param enough whether the rest gets little time to answer
	 * @param sure whether the rest does not matter
	 * @param grace how long the rest gets
	 */
	Gathering(Predicate<List<T>> enough, Predicate<List<T>> sure, Duration grace) {
		this.enough = enough;
		this.sure = sure;
		this.grace = grace;
	}

	/**
	 * Gathers answers.
	 * @param asked the answers that will come; none of them fails
	 * @return those that came in time
	 */
	CompletionStage<List<T>> of(List<? extends CompletionStage<T>> asked) {
		asked.forEach((answer) -> answer.thenAccept((each) -> take(each, asked.size())));
		return this.result;
	}

	private void take(T answer, int asked) {
		List<T> all;
		boolean wasEnough;
		synchronized (this.answers) {
			wasEnough = this.enough.test(this.answers);
			this.answers.add(answer);
			all = List.copyOf(this.answers);
		}
		if (all.size() == asked || this.sure.test(all)) {
			this.result.complete(all);
		}
		else if (!wasEnough && this.enough.test(all)) {
			CompletableFuture.delayedExecutor(this.grace.toMillis(), TimeUnit.MILLISECONDS).execute(this::end);
		}
	}

	private void end() {
		synchronized (this.answers) {
			this.result.complete(List.copyOf(this.answers));
		}
	}

}
