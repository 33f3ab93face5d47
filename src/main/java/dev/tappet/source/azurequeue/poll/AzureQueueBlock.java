package dev.tappet.source.azurequeue.poll;

import java.time.Duration;

import dev.tappet.source.Problems;
import dev.tappet.source.Range;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The {@code azure-queue} block as it is written.
 *
 * @param queueName The queue. It is made where it does not exist.
 * @param messageEncoding How bodies are written in the queue.
 * @param batchSize Most messages of one receive, and of one batch for a handler of lists.
 * @param maxPollingInterval Longest wait on an idle queue. The wait begins at 100 ms and
 * doubles.
 * @param lease How long a message is invisible to others while it is handled. It is
 * renewed while its handler runs.
 * @param deadLetterQueue Queue for messages that were given up. By default the queue's
 * name and '-poison'.
 * @param newBatchThreshold An option of Azure's trigger, which is 'concurrency' here.
 * @param visibilityTimeout An option of Azure's trigger, which is 'retry.initial-delay'
 * here.
 * @param maxDequeueCount An option of Azure's trigger, which is 'retry.max-attempts'
 * here.
 */
@ConfigurationProperties("tappet.triggers.*.azure-queue")
public record AzureQueueBlock(@Nullable String queueName, @DefaultValue("base64") MessageEncoding messageEncoding,
		@DefaultValue("16") @Range(min = "1", max = "32") int batchSize,
		@DefaultValue("5s") @Range(min = "100ms", max = "1h") Duration maxPollingInterval,
		@DefaultValue("15s") @Range(min = "1s", max = "7d") Duration lease, @Nullable String deadLetterQueue,
		@Nullable String newBatchThreshold, @Nullable String visibilityTimeout, @Nullable String maxDequeueCount) {

	private static final String POISON = "-poison";

	/**
	 * Checks the names, answers the options of Azure's trigger, and defines the source.
	 * @param trigger the trigger's name
	 * @param problems takes what is wrong
	 * @return the definition, or {@code null} where there is no queue
	 */
	public @Nullable AzureQueueDefinition define(String trigger, Problems problems) {
		answer("new-batch-threshold", this.newBatchThreshold,
				"Remove it, and set 'concurrency' of the trigger: the most messages in handlers at once.", problems);
		answer("visibility-timeout", this.visibilityTimeout,
				"Remove it, and set 'retry.initial-delay' of the trigger: the wait before a failed message is tried again.",
				problems);
		answer("max-dequeue-count", this.maxDequeueCount,
				"Remove it, and set 'retry.max-attempts' of the trigger: the attempts before a message is given up.",
				problems);
		String queue = (this.queueName != null) ? this.queueName.strip() : "";
		if (queue.isEmpty()) {
			problems.add("queue-name", "No queue.", "Name the queue, such as 'queue-name: orders'.");
			return null;
		}
		if (!QueueName.isLegal(queue)) {
			problems.add("queue-name", "Azure refuses this name of a queue.", QueueName.RULE);
			return null;
		}
		return new AzureQueueDefinition(queue, this.messageEncoding, this.batchSize, this.maxPollingInterval,
				Visibility.wholeSeconds(this.lease), letters(queue, problems));
	}

	private String letters(String queue, Problems problems) {
		String own = this.deadLetterQueue;
		if (own == null) {
			if (!QueueName.isLegal(queue + POISON)) {
				problems.add("queue-name", "With '%s' behind it the name is too long for a queue.".formatted(POISON),
						"Name the queue for dead letters with 'dead-letter-queue'.");
			}
			return queue + POISON;
		}
		if (!QueueName.isLegal(own.strip())) {
			problems.add("dead-letter-queue", "Azure refuses this name of a queue.", QueueName.RULE);
		}
		else if (own.strip().equals(queue)) {
			problems.add("dead-letter-queue", "The trigger reads this queue itself.", "Name another queue.");
		}
		return own.strip();
	}

	private static void answer(String key, @Nullable String value, String remedy, Problems problems) {
		if (value != null) {
			problems.add(key, "An option of Azure's trigger, which has another name here.", remedy);
		}
	}

}
