package dev.tappet.source.azurequeue.connection;

/**
 * The storage accounts that triggers may name.
 */
@FunctionalInterface
public interface AzureConnections {

	/**
	 * The queues of a connection. Nothing is connected to before they are used.
	 * @param connection the name of the connection
	 * @param trigger whose requests are counted
	 * @return its queues
	 */
	StorageAccount get(String connection, String trigger);

}
