package dev.tappet.example;

import dev.tappet.source.Problems;
import dev.tappet.source.Range;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The {@code memory-queue} block as it is written.
 *
 * @param queueName the queue
 * @param count most messages of one read
 */
record MemoryQueueBlock(@Nullable String queueName, @DefaultValue("10") @Range(min = "1", max = "10000") int count) {

	@Nullable MemoryQueueDefinition define(String trigger, Problems problems) {
		if (this.queueName == null || this.queueName.isBlank()) {
			problems.add("queue-name", "The queue has no name.", "Name the queue: 'queue-name: orders'.");
			return null;
		}
		return new MemoryQueueDefinition(this.queueName, this.count);
	}

}
