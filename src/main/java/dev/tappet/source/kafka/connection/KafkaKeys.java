package dev.tappet.source.kafka.connection;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys of a named connection.
 *
 * @param bootstrapServers Some brokers of the cluster as host:port.
 * @param eventHubsConnectionString Connection string of an Event Hubs namespace, instead
 * of brokers and credentials.
 * @param protocol Whether the connection is encrypted, and whether credentials are sent.
 * @param authenticationMode How credentials are sent.
 * @param username User.
 * @param password Password.
 * @param ssl Certificates of Spring Boot's.
 * @param sslCaLocation Who vouches for the brokers: a PEM file, or the text of one.
 * @param sslCertificateLocation Certificate of the client: a PEM file, or the text of
 * one.
 * @param sslKeyLocation Key of that certificate: a PEM file, or the text of one.
 * @param sslKeyPassword Password of that key.
 * @param schemaRegistry Where the schemas of records are kept.
 * @param properties Properties of Kafka's clients, which have the last word.
 */
record KafkaKeys(@DefaultValue List<String> bootstrapServers, @Nullable String eventHubsConnectionString,
		@Nullable Protocol protocol, @Nullable AuthenticationMode authenticationMode, @Nullable String username,
		@Nullable String password, @DefaultValue Ssl ssl, @Nullable String sslCaLocation,
		@Nullable String sslCertificateLocation, @Nullable String sslKeyLocation, @Nullable String sslKeyPassword,
		@DefaultValue Registry schemaRegistry, @DefaultValue Map<String, String> properties) {

	/**
	 * Certificates of Spring Boot's.
	 *
	 * @param bundle Name of the SSL bundle.
	 */
	record Ssl(@Nullable String bundle) {
	}

	/**
	 * Where the schemas of records are kept.
	 *
	 * @param url Address of a registry that answers as Confluent's does.
	 * @param username User.
	 * @param password Password.
	 * @param ssl Certificates of Spring Boot's.
	 * @param sslCaLocation Who vouches for the registry: a PEM file, or the text of one.
	 */
	record Registry(@DefaultValue List<String> url, @Nullable String username, @Nullable String password,
			@DefaultValue Ssl ssl, @Nullable String sslCaLocation) {
	}

	/** As everywhere in Spring Boot an empty text counts as none. */
	static @Nullable String text(@Nullable String value) {
		return (value != null && !value.isEmpty()) ? value : null;
	}

}
