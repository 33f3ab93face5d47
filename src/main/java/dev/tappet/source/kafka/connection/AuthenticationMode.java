package dev.tappet.source.kafka.connection;

/**
 * How a client shows who it is.
 */
enum AuthenticationMode {

	/** A user and a password, as they are. */
	PLAIN("PLAIN"),

	/** A proof of the password. */
	SCRAM_SHA256("SCRAM-SHA-256"),

	/** A proof of the password, with the longer hash. */
	SCRAM_SHA512("SCRAM-SHA-512"),

	/** Kerberos. */
	GSSAPI("GSSAPI"),

	/** A token of an OAuth server. */
	OAUTH_BEARER("OAUTHBEARER");

	private final String mechanism;

	AuthenticationMode(String mechanism) {
		this.mechanism = mechanism;
	}

	/** As brokers call it. */
	String mechanism() {
		return this.mechanism;
	}

}
