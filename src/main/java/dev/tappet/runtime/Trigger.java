package dev.tappet.runtime;

import java.util.concurrent.CompletionStage;

import dev.tappet.definition.TriggerDefinition;
import dev.tappet.source.Backlog;
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
	 * Why the trigger is failing, with the remedy.
	 * @return the reason, or {@code null} while all is well
	 */
	@Nullable String reason();

	/**
	 * Messages in handlers now, in this instance.
	 * @return how many
	 */
	int inFlight();

	/**
	 * Handlers that ran past their deadline and did not heed the interruption: their
	 * permits are not to be had until they end.
	 * @return how many
	 */
	int overdue();

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
	@Nullable LastError lastError();

	/**
	 * What is still to be done, over all instances. Asks the server.
	 * @return the figures, or {@code null} where the source has none (pub/sub); fails
	 * where they cannot be read
	 */
	CompletionStage<@Nullable Backlog> backlog();

	/**
	 * How many dead letters are kept, over all instances. Asks the server.
	 * @return the number of entries in the dead-letter streams of this trigger; fails
	 * where it cannot be read
	 */
	CompletionStage<Long> deadLetters();

}
