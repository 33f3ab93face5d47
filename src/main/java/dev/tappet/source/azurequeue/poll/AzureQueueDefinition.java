package dev.tappet.source.azurequeue.poll;

import java.time.Duration;
import java.util.List;

import dev.tappet.trigger.SourceDefinition;

/**
 * The {@code azure-queue} block.
 *
 * @param queueName the queue
 * @param encoding how bodies are written
 * @param batchSize most messages of one receive
 * @param maxPollingInterval longest wait on an idle queue
 * @param lease how long a message is invisible while it is handled, in whole seconds
 * @param deadLetterQueue where messages go that were given up
 */
public record AzureQueueDefinition(String queueName, MessageEncoding encoding, int batchSize,
		Duration maxPollingInterval, Duration lease, String deadLetterQueue) implements SourceDefinition {

	public static final String TYPE = "azure-queue";

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public List<String> reads() {
		return List.of(this.queueName);
	}

	@Override
	public int count() {
		return this.batchSize;
	}

}
