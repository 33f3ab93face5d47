package dev.tappet.operate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.tappet.source.Backlog;
import dev.tappet.source.WorkerLimit;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that a trigger wants more workers than can share its work, once for each limit
 * that it meets: a scaler that follows the hint would not say why it stops there.
 */
final class WorkerLimitLog {

	private static final Logger logger = LoggerFactory.getLogger(WorkerLimitLog.class);

	private final Map<String, Integer> told = new ConcurrentHashMap<>();

	void look(TriggerDefinition trigger, Backlog backlog, @Nullable WorkerLimit limit) {
		long wanted = DesiredWorkers.wanted(backlog, trigger);
		if (limit == null || wanted <= limit.workers()) {
			return;
		}
		Integer before = this.told.put(trigger.name(), limit.workers());
		if (before == null || before != limit.workers()) {
			logger.warn("Trigger '{}' asks for {} workers for its backlog of {}, and no more than {} can share it: {}",
					trigger.name(), wanted, backlog.total(), limit.workers(), limit.reason());
		}
	}

}
