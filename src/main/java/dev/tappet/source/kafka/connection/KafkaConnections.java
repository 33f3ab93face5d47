package dev.tappet.source.kafka.connection;

/**
 * The clusters that triggers may name.
 */
@FunctionalInterface
public interface KafkaConnections {

	/**
	 * The clients of a connection. Nothing is connected to before they are used.
	 * @param connection the name of the connection
	 * @return its clients
	 */
	KafkaClients get(String connection);

}
