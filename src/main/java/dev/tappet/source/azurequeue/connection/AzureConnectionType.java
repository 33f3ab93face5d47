package dev.tappet.source.azurequeue.connection;

import dev.tappet.source.Block;
import dev.tappet.source.Connection;
import dev.tappet.source.ConnectionType;

/**
 * Connections to the queues of a storage account. Needs nothing of Azure's client, so
 * that a configuration can be checked without it.
 */
public final class AzureConnectionType implements ConnectionType {

	/** By which the kind of queues asks for it. */
	public static final String NAME = "azure-storage";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Block<?, ? extends Connection> block() {
		return new Block<>(AzureKeys.class, (keys, name, problems) -> new AzureKeysReader(name, keys, problems).read());
	}

	@Override
	public String shown(String key, String value) {
		return switch (key) {
			case AzureKeysReader.STRING -> ConnectionString.mask(value);
			case AzureKeysReader.URI_KEY, "service-uri" ->
				value.contains("?") ? value.substring(0, value.indexOf('?') + 1) + Secret.MASK : value;
			case "sas-token", "client-secret" -> Secret.MASK;
			default -> value;
		};
	}

}
