package dev.tappet.operate;

import dev.tappet.source.Backlog;
import dev.tappet.source.WorkerLimit;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * How many workers a backlog asks for.
 */
final class DesiredWorkers {

	private DesiredWorkers() {
	}

	/** Workers that have something to do: no more than can share the work. */
	static long of(Backlog backlog, TriggerDefinition definition, @Nullable WorkerLimit limit) {
		long wanted = wanted(backlog, definition);
		return (limit != null) ? Math.min(wanted, limit.workers()) : wanted;
	}

	/** Workers that would be needed if any number could share the work. */
	static long wanted(Backlog backlog, TriggerDefinition definition) {
		return Math.ceilDiv(backlog.total(), definition.messagesPerWorker());
	}

}
