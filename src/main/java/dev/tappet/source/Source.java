package dev.tappet.source;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Where a trigger's deliveries come from.
 */
public interface Source {

	/**
	 * The deliveries, never more than were asked for. The flux neither completes nor
	 * fails: a source that cannot read says so in its {@link #status()}, tries again with
	 * growing waits, and goes on when it can. Subscribed to once; to cancel is to stop
	 * fetching at once, while what was delivered can still be settled.
	 * @return deliveries on demand
	 */
	Flux<Delivery> deliveries();

	/**
	 * How the source is doing.
	 * @return a snapshot
	 */
	SourceStatus status();

	/**
	 * What is waiting and what is taken but unfinished, over all instances.
	 * @return the figures; fails where they cannot be read, and is unsupported (empty)
	 * where the source has none
	 */
	CompletionStage<@Nullable Backlog> backlog();

	/**
	 * How many dead letters are kept, over all instances.
	 * @return the number of entries in the dead-letter streams, 0 where there is no such
	 * stream; fails where it cannot be read
	 */
	CompletionStage<Long> deadLetters();

	/**
	 * Waits until every decision has been carried out, hands back what is left, and gives
	 * up this worker's claim. Called once, after the subscription was cancelled.
	 * @param patience how long to wait at most
	 */
	void close(Duration patience);

}
