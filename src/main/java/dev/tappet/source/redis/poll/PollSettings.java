package dev.tappet.source.redis.poll;

import java.time.Duration;

import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.TriggerDefinition;

/**
 * How the keys of a trigger are polled.
 *
 * @param trigger the trigger's name
 * @param type the kind of source
 * @param perDelivery most messages of one delivery
 * @param count most messages of one read
 * @param pollingInterval longest wait while a key is idle
 * @param strict whether the next message waits for the last
 * @param readingChangesKey whether a read is a change of the key, so that it must be
 * watched anew
 */
public record PollSettings(String trigger, String type, int perDelivery, int count, Duration pollingInterval,
		boolean strict, boolean readingChangesKey) {

	/**
	 * The settings of a trigger.
	 * @param trigger the trigger
	 * @param batched whether its handler takes batches
	 * @param pollingInterval longest wait while a key is idle
	 * @param readingChangesKey whether a read is a change of the key
	 * @return the settings
	 */
	public static PollSettings of(TriggerDefinition trigger, boolean batched, Duration pollingInterval,
			boolean readingChangesKey) {
		return new PollSettings(trigger.name(), trigger.type(), batched ? trigger.batchSize() : 1,
				trigger.source().count(), pollingInterval, trigger.ordering() == Ordering.STRICT, readingChangesKey);
	}

}
