package dev.tappet.source.redis.poll;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of all keys of a trigger as one.
 *
 * @param each those of each key
 */
record DeadLettersOfKeys(List<DeadLetters> each) implements DeadLetters {

	@Override
	public CompletionStage<Long> count() {
		CompletionStage<Long> sum = CompletableFuture.completedStage(0L);
		for (DeadLetters one : this.each) {
			sum = sum.thenCombine(one.count(), Long::sum);
		}
		return sum;
	}

	@Override
	public CompletionStage<List<DeadLetter>> list(int most, @Nullable String before) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Integer> replay(Collection<String> ids) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Integer> delete(Collection<String> ids) {
		throw new UnsupportedOperationException();
	}

}
