package dev.tappet.source.azurequeue;

/**
 * What users of Azure's queue trigger rely on, on the stub.
 */
class AzureQueueBehaviourIT extends AzureQueueBehaviour {

	@Override
	AzureQueueBroker open() {
		return AzureQueueBroker.onStub();
	}

}
