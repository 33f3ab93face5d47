package dev.tappet.source.kafka.connection;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * The clients of one cluster, by the properties that a connection gives them. What it
 * returns is the caller's own, and may be added to. Properties are to be asked for just
 * before a client is made: they are refused where the client would meet what answers in
 * another way than Kafka, since one that does not encrypt takes the first bytes of any
 * answer for its length, and some hundred megabytes of memory with it. That may take some
 * seconds where nobody answers.
 */
public interface KafkaClients {

	/** What the {@link #clientId()} begins with where the connection gives none. */
	String CLIENT_ID = "tappet-";

	/**
	 * Where the cluster is, for logs and reasons.
	 * @return its first brokers, without secrets
	 */
	String place();

	/**
	 * The {@code client.id} of this process.
	 * @return that of the connection, or else the instance id behind {@link #CLIENT_ID}
	 */
	String clientId();

	/**
	 * The properties of a consumer, without those that a trigger decides on: group,
	 * deserializers, commits, sizes. Where they have a {@code session.timeout.ms}, it is
	 * the shortest that the cluster should be given. Whoever makes several clients adds
	 * to the {@code client.id}.
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
	 * What keeps clients from talking to the cluster at all: no broker, or one that talks
	 * in another way. Waits for some seconds at most.
	 * @return one line with the remedy and without secrets, or {@code null} if nothing
	 * does
	 */
	default @Nullable String obstacle() {
		return null;
	}

	/**
	 * What a failure means, and what to do about it. Where a client only says that nobody
	 * has answered, this looks why, and waits for some seconds at most.
	 * @param failure what a client has thrown
	 * @return one line without secrets
	 */
	String explain(Throwable failure);

	/**
	 * Where the schemas of the cluster's records are kept, with the credentials that
	 * there are now.
	 * @return the registry, or {@code null} where none is configured
	 */
	default @Nullable SchemaRegistry registry() {
		return null;
	}

	/**
	 * The certificates that the registry is talked to with, as they are now.
	 * @return the certificates, or {@code null} for those of the platform
	 */
	default @Nullable SslBundle registryCertificates() {
		return null;
	}

}
