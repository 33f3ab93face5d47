package dev.tappet.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.tappet.source.Backlog;
import dev.tappet.source.WorkerLimit;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What an autoscaler is told of one trigger.
 */
sealed interface ScalingHint {

	static ScalingHint of(TriggerDefinition definition, Backlog backlog, @Nullable WorkerLimit limit) {
		return new Read(definition.name(), backlog.total(), backlog.waiting(), backlog.inFlight(),
				definition.messagesPerWorker(), DesiredWorkers.of(backlog, definition, limit));
	}

	static ScalingHint unreadable(TriggerDefinition definition, String error) {
		return new Unreadable(definition.name(), null, null, null, definition.messagesPerWorker(), null, error);
	}

	static ScalingHint none(TriggerDefinition definition) {
		return new None(definition.name(), definition.messagesPerWorker());
	}

	/**
	 * The backlog was read.
	 *
	 * @param trigger the trigger
	 * @param backlog messages waiting, or taken but unfinished, over all instances
	 * @param waiting messages that nobody has taken
	 * @param inFlight messages that were taken and are unfinished
	 * @param messagesPerWorker backlog that one worker should carry
	 * @param desiredWorkers workers that the backlog asks for, and that can share it
	 */
	record Read(String trigger, long backlog, long waiting, long inFlight, int messagesPerWorker,
			long desiredWorkers) implements ScalingHint {
	}

	/**
	 * The backlog could not be read. Its figures are there and null, so that nobody takes
	 * them for 0.
	 *
	 * @param trigger the trigger
	 * @param backlog null
	 * @param waiting null
	 * @param inFlight null
	 * @param messagesPerWorker backlog that one worker should carry
	 * @param desiredWorkers null
	 * @param error why it could not be read
	 */
	@JsonInclude(Include.ALWAYS)
	record Unreadable(String trigger, @Nullable Long backlog, @Nullable Long waiting, @Nullable Long inFlight,
			int messagesPerWorker, @Nullable Long desiredWorkers, String error) implements ScalingHint {
	}

	/**
	 * The trigger has no backlog: pub/sub, or disabled.
	 *
	 * @param trigger the trigger
	 * @param messagesPerWorker backlog that one worker should carry
	 */
	record None(String trigger, int messagesPerWorker) implements ScalingHint {
	}

}
