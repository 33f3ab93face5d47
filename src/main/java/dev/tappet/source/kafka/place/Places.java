package dev.tappet.source.kafka.place;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.tappet.source.kafka.connection.KafkaConnections;

/**
 * The clusters of all triggers, each by the name of its connection.
 */
public final class Places implements AutoCloseable {

	private final KafkaConnections connections;

	private final Map<String, Place> places = new ConcurrentHashMap<>();

	/**
	 * Knows no cluster yet.
	 * @param connections how clusters are reached
	 */
	public Places(KafkaConnections connections) {
		this.connections = connections;
	}

	/**
	 * The cluster of a connection. Nothing is connected to before it is used.
	 * @param connection the name of the connection
	 * @return the cluster
	 */
	public Place at(String connection) {
		return this.places.computeIfAbsent(connection, (name) -> new Place(this.connections.get(name)));
	}

	@Override
	public void close() {
		this.places.values().forEach(Place::close);
	}

}
