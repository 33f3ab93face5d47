package dev.tappet.source.azurequeue;

import dev.tappet.source.Feature;
import dev.tappet.source.Features;
import dev.tappet.source.SourceConformance;

/**
 * What every source keeps, of queues in the stub.
 */
class AzureQueueConformanceIT extends SourceConformance<AzureQueueBroker> {

	/**
	 * The service counts an attempt when a message is received and whole seconds until it
	 * is visible again.
	 */
	static final Features FEATURES = Features.ALL.without(Feature.TAKES_ATTEMPTS_BACK, Feature.SHORT_DELAYS,
			Feature.ORDER, Feature.PARTS, Feature.SEVERAL_QUEUES);

	AzureQueueConformanceIT() {
		super(AzureQueueBroker.onStub(), FEATURES);
	}

}
