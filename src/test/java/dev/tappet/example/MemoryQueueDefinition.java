package dev.tappet.example;

import java.util.List;

import dev.tappet.trigger.SourceDefinition;

/**
 * The {@code memory-queue} block.
 *
 * @param queueName the queue
 * @param count most messages of one read
 */
record MemoryQueueDefinition(String queueName, int count) implements SourceDefinition {

	static final String TYPE = "memory-queue";

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public List<String> reads() {
		return List.of(this.queueName);
	}

}
