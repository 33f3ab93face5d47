package dev.tappet.source.kafka.connection;

/**
 * By which keys a connection was configured, so that a remedy names the right ones.
 */
enum Wording {

	/** Those of {@code spring.kafka}. */
	SPRING("bootstrap-servers", "security.protocol", "properties.sasl.jaas.config", "properties.sasl.mechanism",
			"ssl.bundle (or ssl.trust-store-location)", "ssl.bundle (or ssl.key-store-location)"),

	/** Those of a named connection. */
	OWN("bootstrap-servers", "protocol", "username and password", "authentication-mode",
			"ssl-ca-location (or ssl.bundle)", "ssl-certificate-location and ssl-key-location (or ssl.bundle)"),

	/** The connection string of an Event Hubs namespace. */
	EVENT_HUBS("event-hubs-connection-string", "protocol", "event-hubs-connection-string", "authentication-mode",
			"ssl-ca-location (or ssl.bundle)", "ssl-certificate-location and ssl-key-location (or ssl.bundle)");

	private final String address;

	private final String protocol;

	private final String credentials;

	private final String mechanism;

	private final String authority;

	private final String certificate;

	Wording(String address, String protocol, String credentials, String mechanism, String authority,
			String certificate) {
		this.address = address;
		this.protocol = protocol;
		this.credentials = credentials;
		this.mechanism = mechanism;
		this.authority = authority;
		this.certificate = certificate;
	}

	/** A sentence with the names of the keys in it. */
	String fill(String sentence, String prefix) {
		return sentence.replace("{address}", prefix + this.address)
			.replace("{protocol}", prefix + this.protocol)
			.replace("{credentials}", prefix + this.credentials)
			.replace("{mechanism}", prefix + this.mechanism)
			.replace("{authority}", prefix + this.authority)
			.replace("{certificate}", prefix + this.certificate)
			.replace("{properties}", prefix + "properties");
	}

}
