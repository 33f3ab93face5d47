package dev.tappet.source.azurequeue;

import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.azurequeue.connection.AzureConnections;
import dev.tappet.source.azurequeue.poll.AzureQueueDefinition;
import dev.tappet.source.azurequeue.poll.AzureQueueSource;
import dev.tappet.source.azurequeue.poll.Place;
import dev.tappet.trigger.TriggerDefinition;

/**
 * Makes the sources of triggers, each at its storage account.
 *
 * @param connections the storage accounts
 * @param surroundings what sources share
 */
record AzureQueueSources(AzureConnections connections, AzureQueueSource.Surroundings surroundings) {

	Source create(TriggerDefinition trigger, boolean batched, SourceListener listener) {
		return new AzureQueueSource(trigger, batched, listener, place(trigger), this.surroundings);
	}

	private Place place(TriggerDefinition trigger) {
		return new Place(() -> this.connections.get(trigger.connection(), trigger.name()),
				(AzureQueueDefinition) trigger.source());
	}

	Inspection inspection(TriggerDefinition trigger) {
		return new Inspection(place(trigger), (AzureQueueDefinition) trigger.source());
	}

}
