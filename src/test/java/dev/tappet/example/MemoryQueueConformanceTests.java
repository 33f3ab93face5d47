package dev.tappet.example;

import dev.tappet.source.Feature;
import dev.tappet.source.Features;
import dev.tappet.source.SourceConformance;

/**
 * All that it takes to test a source for what every source promises.
 */
class MemoryQueueConformanceTests extends SourceConformance<MemoryQueueBroker> {

	MemoryQueueConformanceTests() {
		super(new MemoryQueueBroker(),
				Features.ALL.without(Feature.TAKES_OVER, Feature.TIMES, Feature.SEVERAL_QUEUES, Feature.PARTS));
	}

}
