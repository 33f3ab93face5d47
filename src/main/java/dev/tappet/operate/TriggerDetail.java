package dev.tappet.operate;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tappet.source.Workers;
import org.jspecify.annotations.Nullable;

/**
 * A trigger as the endpoint shows it alone.
 *
 * @param trigger what is shown of each
 * @param workers who works for it, over all instances, or {@code null} where that is not
 * known
 * @param moreWorkers how many there are at least besides, or {@code null} where there are
 * none
 */
@JsonInclude(Include.NON_NULL)
record TriggerDetail(@JsonUnwrapped TriggerDescription trigger, @Nullable List<ShownWorker> workers,
		@Nullable Long moreWorkers) {

	/**
	 * One of them.
	 *
	 * @param instance its instance id, or what it is called that is none of Tappet's
	 * @param held how many messages it has taken and not finished
	 * @param state {@code alive}, {@code gone} or {@code foreign}
	 */
	record ShownWorker(String instance, long held, String state) {

		static ShownWorker of(Workers.Worker worker) {
			return new ShownWorker(worker.instance(), worker.held(), StateNames.of(worker.life()));
		}

	}

	static TriggerDetail of(TriggerDescription trigger, @Nullable Workers workers) {
		if (workers == null) {
			return new TriggerDetail(trigger, null, null);
		}
		return new TriggerDetail(trigger, workers.shown().stream().map(ShownWorker::of).toList(),
				(workers.more() > 0) ? workers.more() : null);
	}

}
