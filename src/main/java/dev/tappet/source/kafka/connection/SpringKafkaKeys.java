package dev.tappet.source.kafka.connection;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys of {@code spring.kafka} that say where the cluster is and who asks. They are
 * Spring Boot's own, which need not be on the class path for them.
 *
 * @param bootstrapServers some brokers of the cluster
 * @param properties properties of Kafka's clients
 * @param security whether the connection is encrypted, and whether credentials are sent
 * @param ssl certificates
 */
record SpringKafkaKeys(@DefaultValue("localhost:9092") List<String> bootstrapServers,
		@DefaultValue Map<String, String> properties, @DefaultValue Security security, @DefaultValue Ssl ssl) {

	/**
	 * Whether the connection is encrypted, and whether credentials are sent.
	 *
	 * @param protocol by the name that Kafka has for it
	 */
	record Security(@Nullable String protocol) {
	}

	/**
	 * Certificates: a bundle, or what Kafka's clients read themselves.
	 *
	 * @param bundle name of the SSL bundle
	 * @param keyPassword password of the key
	 * @param keyStoreCertificateChain our own certificate as PEM text
	 * @param keyStoreKey its key as PEM text
	 * @param keyStoreLocation file of the key store
	 * @param keyStorePassword password of the key store
	 * @param keyStoreType type of the key store
	 * @param trustStoreCertificates who vouches for the brokers, as PEM text
	 * @param trustStoreLocation file of the trust store
	 * @param trustStorePassword password of the trust store
	 * @param trustStoreType type of the trust store
	 * @param protocol protocol of TLS
	 */
	record Ssl(@Nullable String bundle, @Nullable String keyPassword, @Nullable String keyStoreCertificateChain,
			@Nullable String keyStoreKey, @Nullable String keyStoreLocation, @Nullable String keyStorePassword,
			@Nullable String keyStoreType, @Nullable String trustStoreCertificates, @Nullable String trustStoreLocation,
			@Nullable String trustStorePassword, @Nullable String trustStoreType, @Nullable String protocol) {
	}

}
