package dev.tappet.operate;

import dev.tappet.source.Backlog;
import dev.tappet.trigger.TriggerDefinition;

/**
 * How many workers a backlog asks for.
 */
final class DesiredWorkers {

	private DesiredWorkers() {
	}

	static long of(Backlog backlog, TriggerDefinition definition) {
		return Math.ceilDiv(backlog.total(), definition.messagesPerWorker());
	}

}
