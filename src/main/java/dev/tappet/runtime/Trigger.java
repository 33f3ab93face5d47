package dev.tappet.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.dispatch.Failure;
import dev.tappet.dispatch.TrialResult;
import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Finding;
import dev.tappet.source.Traits;
import dev.tappet.source.WorkerLimit;
import dev.tappet.source.Workers;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A trigger as an operator sees it.
 */
public interface Trigger {

	TriggerDefinition definition();

	/**
	 * The bean that handles the messages.
	 * @return its name
	 */
	String handler();

	TriggerState state();

	/**
	 * Why the trigger is failing, with the remedy, or since when it is paused and by
	 * whom.
	 * @return the reason, or {@code null} while all is well
	 */
	@Nullable String reason();

	/**
	 * Since when it is failing.
	 * @return the time, or {@code null} while all is well
	 */
	@Nullable Instant failingSince();

	/**
	 * Messages in handlers now, in this instance.
	 * @return how many
	 */
	int inFlight();

	/**
	 * Most messages in handlers at once, in this instance.
	 * @return how many
	 */
	int concurrency();

	/**
	 * Whether it would be given a message that waits in its share of the backlog: a
	 * permit is free, and the source gives at once.
	 * @return whether a backlog that waits is for this instance too
	 */
	boolean takesAnything();

	/**
	 * The part of the backlog that this instance may have. Does not ask the server.
	 * @param all the backlog as it was just read
	 * @return its share
	 */
	Backlog share(Backlog all);

	/**
	 * Whether its backlog is to be asked for: its kind of source has one, and it is
	 * enabled or asking costs next to nothing.
	 * @return whether there is a figure
	 */
	boolean countsBacklog();

	/**
	 * Handlers that ran past their deadline and did not heed the interruption: their
	 * permits are not to be had until they end.
	 * @return how many
	 */
	int overdue();

	/**
	 * How long the longest of them goes on already after its end.
	 * @return the time, or {@code null} where there is none
	 */
	@Nullable Duration longestOverdue();

	/**
	 * Whether such handlers hold every permit, so that nothing is handled any more.
	 * @return whether they do
	 */
	boolean exhausted();

	/**
	 * Whether the source can read.
	 * @return whether it is up; {@code false} for a disabled trigger
	 */
	boolean sourceUp();

	/**
	 * What was done since the start of this instance.
	 * @return the counts
	 */
	TriggerCounts counts();

	/**
	 * The last failure of the handler or of the source.
	 * @return it, or {@code null} where there was none
	 */
	@Nullable Failure lastError();

	/**
	 * What is still to be done, over all instances. Asks the server.
	 * @return the figures, or {@code null} where the source has none (pub/sub); fails
	 * where they cannot be read
	 */
	CompletionStage<@Nullable Backlog> backlog();

	/**
	 * How old the oldest message is that is waiting or unfinished, over all instances.
	 * Asks the server.
	 * @return the age, or {@code null} where the source cannot tell; fails where it
	 * cannot be read
	 */
	CompletionStage<@Nullable Duration> backlogAge();

	/**
	 * Who works for it, over all instances, and how much each holds. Asks the server.
	 * @return the workers, or {@code null} where the source cannot tell; fails where they
	 * cannot be read
	 */
	CompletionStage<@Nullable Workers> workers();

	/**
	 * How many workers can share the backlog, as it was last read.
	 * @return the limit, or {@code null} where none is known
	 */
	@Nullable WorkerLimit workerLimit();

	/**
	 * The messages that were given up.
	 * @return the dead letters, over all instances
	 */
	DeadLetters deadLetters();

	/**
	 * What the kind of source can do.
	 * @return the traits
	 */
	Traits traits();

	/**
	 * A command that fires the trigger.
	 * @return a line for a shell, without secrets
	 */
	String example();

	/**
	 * Looks whether the trigger would run, and changes nothing. Blocks while the broker
	 * is asked.
	 * @return what was found
	 */
	List<Finding> check();

	/**
	 * Has this trigger paused or resumed on every instance, where the wish can be kept in
	 * a place that all of them see; otherwise in this instance alone, until it ends.
	 * @param paused whether nothing is to be fetched
	 * @param by who wishes it, or {@code null} where it is not known: then this instance
	 * is named
	 * @return the wish that holds now; fails where it could not be kept
	 */
	CompletionStage<KeptWish> wish(boolean paused, @Nullable String by);

	/**
	 * Calls the handler once with a payload that an operator has typed, outside of the
	 * source and of all counts, for no longer than the trigger's timeout. Blocks
	 * meanwhile.
	 * @param payload the payload
	 * @return what came of it
	 * @throws InterruptedException if the caller was interrupted
	 * @throws IllegalArgumentException with what is wrong, where the source can have no
	 * such payload
	 */
	TrialResult invoke(byte[] payload) throws InterruptedException;

	/** Stops fetching in this instance; what runs goes on. */
	void pause();

	/** Fetches again. */
	void resume();

}
