package dev.tappet.source.kafka.connection;

import java.util.function.Supplier;

import dev.tappet.source.ChangingFiles;
import dev.tappet.source.Connections;
import dev.tappet.source.Problems;
import dev.tappet.trigger.InstanceId;
import dev.tappet.trigger.TriggerDefinition;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * The clusters that the configuration has: those of {@code tappet.connections}, and that
 * of {@code spring.kafka}.
 *
 * @param connections the named connections
 * @param instance the name that clients carry
 * @param bundles where SSL bundles are found
 * @param environment where the keys of the default connection stand, and where what
 * changes under a running service is read anew
 */
public record ConfiguredKafkaConnections(Connections connections, InstanceId instance, Supplier<SslBundles> bundles,
		Environment environment) implements KafkaConnections {

	@Override
	public KafkaClients get(String connection) {
		KafkaConnectionDefinition definition = definition(connection);
		return new DefinedKafkaClients(definition, () -> latest(definition), this.bundles,
				KafkaClients.CLIENT_ID + this.instance.value());
	}

	/** As its files have it now. */
	private KafkaConnectionDefinition latest(KafkaConnectionDefinition known) {
		ChangingFiles files = new ChangingFiles(this.environment);
		KnownBundles unknown = new KnownBundles(() -> null);
		return known.isDefault()
				? files.latest(known, KafkaConnectionType.DEFAULT_PREFIX, SpringKafkaKeys.class,
						(keys, problems) -> new SpringKafkaReader(keys, unknown, problems).read())
				: files.latest(known, "tappet.connections.%s.kafka".formatted(known.name()), KafkaKeys.class, (keys,
						problems) -> new KafkaKeysReader(known.name(), keys, unknown, problems, System::getProperty)
							.read());
	}

	private KafkaConnectionDefinition definition(String connection) {
		if (!connection.equals(TriggerDefinition.DEFAULT_CONNECTION)) {
			return this.connections.get(connection, KafkaConnectionDefinition.class);
		}
		SpringKafkaKeys keys = Binder.get(this.environment)
			.bindOrCreate(KafkaConnectionType.DEFAULT_PREFIX, SpringKafkaKeys.class);
		return new SpringKafkaReader(keys, new KnownBundles(() -> null), new Reported()).read();
	}

	/** All that is wrong was reported before anything is connected to. */
	private static final class Reported implements Problems {

		@Override
		public void add(String key, String problem, String remedy) {
			throw new IllegalStateException(
					"%s.%s: %s %s".formatted(KafkaConnectionType.DEFAULT_PREFIX, key, problem, remedy));
		}

		@Override
		public boolean isSet(String key) {
			return false;
		}

	}

}
