package dev.tappet.operate;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tappet.source.Held;
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
	 * @param held how many messages it has taken and not finished, or {@code null} where
	 * that is not known
	 * @param partitions how many partitions it has, or {@code null} where there are none
	 * @param state {@code alive}, {@code gone} or {@code foreign}
	 */
	@JsonInclude(Include.NON_NULL)
	record ShownWorker(String instance, @Nullable Long held, @Nullable Long partitions, String state) {

		static ShownWorker of(Workers.Worker worker) {
			String state = StateNames.of(worker.life());
			return switch (worker.held()) {
				case Held.Messages(var number) -> new ShownWorker(worker.instance(), number, null, state);
				case Held.Partitions(var number) -> new ShownWorker(worker.instance(), null, number, state);
				case Held.Unknown() -> new ShownWorker(worker.instance(), null, null, state);
			};
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
