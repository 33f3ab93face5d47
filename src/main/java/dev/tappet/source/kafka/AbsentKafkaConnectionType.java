package dev.tappet.source.kafka;

import dev.tappet.source.Block;
import dev.tappet.source.Connection;
import dev.tappet.source.ConnectionType;
import dev.tappet.source.kafka.connection.KafkaConnectionType;

/**
 * Connections to Kafka, where its client is not on the class path. They are checked by
 * their keys; the default connection is nobody's then.
 */
final class AbsentKafkaConnectionType implements ConnectionType {

	private final KafkaConnectionType keys = new KafkaConnectionType(() -> null);

	@Override
	public String name() {
		return this.keys.name();
	}

	@Override
	public Block<?, ? extends Connection> block() {
		return this.keys.block();
	}

	@Override
	public String shown(String key, String value) {
		return this.keys.shown(key, value);
	}

}
