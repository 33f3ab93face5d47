package dev.tappet.source;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Where a trigger's deliveries come from. Its life: joined once, subscribed to once,
 * paused and resumed at will, closed once.
 */
public interface Source {

	/**
	 * Makes sure that no other live process has this instance's id where this source
	 * reads, and shows from then on that this one lives. Waits for an earlier life of the
	 * instance to end. A broker that cannot be reached is passed over, and one that needs
	 * no such claim does nothing.
	 * @throws InstanceIdInUseException if another process goes on living
	 */
	default void join() {
	}

	/**
	 * The deliveries, never more than were asked for. The flux neither completes nor
	 * fails: a source that cannot read says so in its {@link #status()}, tries again with
	 * growing waits, and goes on when it can. Subscribed to once; to cancel is to stop
	 * fetching at once, while what was delivered can still be settled.
	 * @return deliveries on demand
	 */
	Flux<Delivery> deliveries();

	/**
	 * Stops fetching until {@link #resume()}; what was delivered can still be settled,
	 * and what waits for a retry waits on. Idempotent.
	 */
	void pause();

	/** Fetches again. Idempotent. */
	void resume();

	/**
	 * Whether it was paused.
	 * @return whether nothing is fetched until it is resumed
	 */
	boolean isPaused();

	/**
	 * How the source is doing.
	 * @return a snapshot
	 */
	SourceStatus status();

	/**
	 * What is waiting and what is taken but unfinished, over all instances.
	 * @return the figures; fails where they cannot be read, and is {@code null} where the
	 * kind of source has none by its {@link Traits}
	 */
	CompletionStage<@Nullable Backlog> backlog();

	/**
	 * How old the oldest message is that is waiting or unfinished, over all instances.
	 * @return the age, zero where there is no such message, and {@code null} where the
	 * source cannot tell; fails where it cannot be read
	 */
	default CompletionStage<@Nullable Duration> backlogAge() {
		return CompletableFuture.completedStage(null);
	}

	/**
	 * Who works on it, over all instances, and what each holds. Asks the broker, which is
	 * to take it no more than some milliseconds however many they are.
	 * @return the workers, or {@code null} where the source cannot tell; fails where they
	 * cannot be read
	 */
	default CompletionStage<@Nullable Workers> workers() {
		return CompletableFuture.completedStage(null);
	}

	/**
	 * How many workers can share the backlog, as it was last read. Does not ask.
	 * @return the limit, or {@code null} where more workers always help or it is not
	 * known yet
	 */
	default @Nullable WorkerLimit workerLimit() {
		return null;
	}

	/**
	 * Whether this worker, where it has room, is given at once what waits in its
	 * {@link #share share} of the backlog. Where it is so, one that is given nothing
	 * while messages wait there is stalled. Does not ask.
	 * @return whether to ask for the backlog; {@code false} where what waits may not be
	 * due yet, or where nothing is to be had for other reasons
	 */
	default boolean givesAtOnce() {
		return false;
	}

	/**
	 * The part of the backlog that this worker may have. Does not ask.
	 * @param all the backlog as it was just read
	 * @return all of it where any worker is given any message; less where parts of the
	 * source belong to one worker each
	 */
	default Backlog share(Backlog all) {
		return all;
	}

	/**
	 * Whether the backlog and its age can be asked for where nothing is read, such as for
	 * a disabled trigger, at next to no cost: with what others ask for, on a connection
	 * that they use. Where there is none, asking fails and opens none.
	 * @return whether it costs next to nothing
	 */
	default boolean countsUnread() {
		return false;
	}

	/**
	 * The messages of this trigger that were given up.
	 * @return the dead letters, over all instances
	 */
	DeadLetters deadLetters();

	/**
	 * Waits until every decision has been carried out, hands back what is left, and gives
	 * up this worker's claim. Called once, after the subscription was cancelled.
	 * @param patience how long to wait at most
	 */
	void close(Duration patience);

}
