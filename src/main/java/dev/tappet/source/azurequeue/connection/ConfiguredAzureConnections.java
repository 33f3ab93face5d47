package dev.tappet.source.azurequeue.connection;

import dev.tappet.source.Connections;
import dev.tappet.source.Problems;
import dev.tappet.trigger.TriggerDefinition;

import org.springframework.core.env.PropertyResolver;

/**
 * The storage accounts that the configuration has: those of {@code tappet.connections},
 * and that of the setting that Azure's triggers read.
 *
 * @param connections the named connections
 * @param environment where the setting of the default connection stands
 * @param counts counts requests
 */
public record ConfiguredAzureConnections(Connections connections, PropertyResolver environment,
		RequestCounts counts) implements AzureConnections {

	@Override
	public StorageAccount get(String connection, String trigger) {
		return new StorageAccount(definition(connection), this.counts.of(trigger));
	}

	private AzureConnectionDefinition definition(String connection) {
		if (!connection.equals(TriggerDefinition.DEFAULT_CONNECTION)) {
			return this.connections.get(connection, AzureConnectionDefinition.class);
		}
		AzureConnectionDefinition found = new DefaultSetting(this.environment).define(new Reported());
		if (found == null) {
			throw new IllegalStateException("The setting '%s' is not there.".formatted(DefaultSetting.NAME));
		}
		return found;
	}

	/** All that is wrong was reported before anything is connected to. */
	private static final class Reported implements Problems {

		@Override
		public void add(String key, String problem, String remedy) {
			throw new IllegalStateException("%s: %s %s".formatted(DefaultSetting.NAME, problem, remedy));
		}

		@Override
		public boolean isSet(String key) {
			return false;
		}

	}

}
