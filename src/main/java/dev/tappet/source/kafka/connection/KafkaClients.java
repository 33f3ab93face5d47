package dev.tappet.source.kafka.connection;

import java.util.Map;

/**
 * The clients of one cluster, by the properties that a connection gives them. What it
 * returns is the caller's own, and may be added to.
 */
public interface KafkaClients {

	/**
	 * Where the cluster is, for logs and reasons.
	 * @return its first brokers, without secrets
	 */
	String place();

	/**
	 * The properties of a consumer, without those that a trigger decides on: group,
	 * deserializers, commits, sizes.
	 * @return properties by their names
	 */
	Map<String, Object> consumer();

	/**
	 * The properties of a producer, without serializers.
	 * @return properties by their names
	 */
	Map<String, Object> producer();

	/**
	 * The properties of an admin client.
	 * @return properties by their names
	 */
	Map<String, Object> admin();

	/**
	 * What a failure means, and what to do about it.
	 * @param failure what a client has thrown
	 * @return one line without secrets
	 */
	String explain(Throwable failure);

}
