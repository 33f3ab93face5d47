package dev.tappet.source.redis.pubsub;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.redis.lease.DeadLetterStream;

/**
 * Hands dead letters to the subscriber in this process. Nothing is published again: those
 * who have handled the message would hear it a second time.
 */
final class ChannelReplay implements DeadLetterStream.Back {

	private final Predicate<DeadLetter> subscriber;

	/** Two that replay the same one at a time are not to have it handled twice. */
	private final Set<String> underWay = ConcurrentHashMap.newKeySet();

	/**
	 * Makes the way back.
	 * @param subscriber takes a message, or says that it cannot now
	 */
	ChannelReplay(Predicate<DeadLetter> subscriber) {
		this.subscriber = subscriber;
	}

	@Override
	public CompletionStage<Integer> put(DeadLetterStream letters, List<String> ids) {
		return put(letters, ids, UnaryOperator.identity());
	}

	@Override
	public CompletionStage<Integer> put(DeadLetterStream letters, DeadLetter edited) {
		return put(letters, List.of(edited.id()), (found) -> edited);
	}

	private CompletionStage<Integer> put(DeadLetterStream letters, List<String> ids, UnaryOperator<DeadLetter> copy) {
		List<String> mine = ids.stream().filter(this.underWay::add).toList();
		return letters.find(mine).thenCompose((found) -> {
			List<String> taken = found.stream().map(copy).filter(this.subscriber).map(DeadLetter::id).toList();
			return letters.delete(taken).thenApply((removed) -> taken.size());
		}).whenComplete((replayed, failure) -> mine.forEach(this.underWay::remove));
	}

}
