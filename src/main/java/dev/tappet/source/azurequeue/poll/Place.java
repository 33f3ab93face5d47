package dev.tappet.source.azurequeue.poll;

import java.util.function.Supplier;

import dev.tappet.source.azurequeue.connection.StorageAccount;
import dev.tappet.source.azurequeue.connection.StorageQueue;
import org.jspecify.annotations.Nullable;

/**
 * The queues of one trigger, whose clients are made when they are first needed.
 */
public final class Place {

	private final Supplier<StorageAccount> account;

	private final AzureQueueDefinition definition;

	private @Nullable Queues queues;

	/**
	 * Makes no client yet.
	 * @param account finds the storage account
	 * @param definition the queues' names
	 */
	public Place(Supplier<StorageAccount> account, AzureQueueDefinition definition) {
		this.account = account;
		this.definition = definition;
	}

	/**
	 * The queues.
	 *
	 * @param main the queue that is read
	 * @param letters the queue of dead letters
	 */
	public record Queues(StorageQueue main, StorageQueue letters) {
	}

	/**
	 * The queues, to which nothing is connected before they are asked something.
	 * @return the queues
	 * @throws IllegalStateException if there can be no client of them
	 */
	public synchronized Queues queues() {
		if (this.queues == null) {
			StorageAccount found = this.account.get();
			this.queues = new Queues(found.queue(this.definition.queueName()),
					found.queue(this.definition.deadLetterQueue()));
		}
		return this.queues;
	}

	AzureQueueDefinition definition() {
		return this.definition;
	}

}
