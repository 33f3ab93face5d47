package dev.tappet.example;

import java.time.Clock;

import dev.tappet.source.Block;
import dev.tappet.source.Order;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceType;
import dev.tappet.source.Traits;
import dev.tappet.trigger.TriggerDefinition;

/**
 * Queues in memory.
 */
final class MemoryQueueType implements SourceType {

	private final MemoryQueues queues;

	private final Clock clock;

	MemoryQueueType(MemoryQueues queues, Clock clock) {
		this.queues = queues;
		this.clock = clock;
	}

	@Override
	public String name() {
		return MemoryQueueDefinition.TYPE;
	}

	@Override
	public Traits traits() {
		return new Traits(true, Order.WHOLE, true, false);
	}

	@Override
	public String connectionType() {
		// There is nothing to connect to, and so no other connection than the default.
		return MemoryQueueDefinition.TYPE;
	}

	@Override
	public Block<MemoryQueueBlock, MemoryQueueDefinition> block() {
		return new Block<>(MemoryQueueBlock.class, MemoryQueueBlock::define);
	}

	@Override
	public String example(TriggerDefinition trigger) {
		return "(in this process) queues.get(\"%s\").send(...)".formatted(trigger.source().reads().getFirst());
	}

	@Override
	public Source create(TriggerDefinition trigger, boolean batched, SourceListener listener) {
		MemoryQueueDefinition definition = (MemoryQueueDefinition) trigger.source();
		return new MemoryQueueSource(trigger, this.queues.get(definition.queueName()), batched, listener, this.clock);
	}

}
