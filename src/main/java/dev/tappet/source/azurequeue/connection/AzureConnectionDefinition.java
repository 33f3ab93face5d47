package dev.tappet.source.azurequeue.connection;

import dev.tappet.source.Connection;

/**
 * How the queues of a storage account are reached.
 *
 * @param name the name under {@code tappet.connections}
 * @param endpoint the address of the account's queue service, without a slash at its end
 * @param credential by what it is allowed
 */
record AzureConnectionDefinition(String name, String endpoint, Credential credential) implements Connection {
}
