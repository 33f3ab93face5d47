package dev.tappet.source.kafka.connection;

/**
 * What keeps a client from its work, and what to do about it. A sentence may name the
 * broker or the cluster, and keys of the connection by what they are for.
 */
enum KafkaRefusal {

	/** Nothing answers. */
	UNREACHABLE("Kafka at {broker} does not answer; start it, or set {address}; it is tried again"),

	/** The host's name is not known. */
	UNKNOWN_HOST("the host of {broker} is not known here; correct {address}"),

	/** It is something else. */
	NO_KAFKA("what answers at {broker} is no Kafka; correct {address}"),

	/** It encrypts, and we do not. */
	ENCRYPTS("{broker} takes encrypted connections only; set {protocol} to ssl, or to sasl-ssl with credentials"),

	/** It closes the connection. */
	HANGS_UP("{broker} closes the connection before it answers; if it takes encrypted connections only, set "
			+ "{protocol} to ssl, or to sasl-ssl with credentials"),

	/** It closes the connection of somebody who sends no credentials. */
	WANTS_CREDENTIALS("{broker} closes the connection of a client without credentials; set {protocol} to "
			+ "sasl-plaintext (sasl-ssl where it is encrypted), and {credentials}"),

	/** We encrypt, and it does not. */
	NO_TLS("{broker} speaks no TLS on this port; set {protocol} to plaintext (sasl-plaintext with credentials), or "
			+ "name its port for TLS in {address}"),

	/** It does not answer what opens TLS. */
	NO_HANDSHAKE("{broker} does not answer the TLS handshake; if it speaks no TLS on this port, set {protocol} to "
			+ "plaintext (sasl-plaintext with credentials)"),

	/** Nobody whom we trust vouches for it. */
	UNTRUSTED("the certificate of {broker} is not trusted here; set {authority} to the authority that signed it"),

	/** It is another one. */
	OTHER_NAME("the certificate of {broker} is for another host; name a host in {address} that the certificate has "
			+ "(the brokers' advertised.listeners name hosts too), or give the broker one for this host"),

	/** It wants to know who we are. */
	CLIENT_CERTIFICATE("{broker} asks for a client certificate, or does not take the one that it was shown; set "
			+ "{certificate} to one that it trusts"),

	/** We have no way of speaking TLS in common. */
	OTHER_TLS("{broker} agrees to no TLS version or cipher that is offered to it; correct the options of the SSL "
			+ "bundle, or {properties}.ssl.enabled.protocols"),

	/** Our own certificates cannot be used. */
	CERTIFICATES("the certificates of the connection cannot be read; correct {authority} and {certificate}"),

	/** It wants another password, or another user. */
	WRONG_PASSWORD("{broker} refuses the credentials; correct {credentials}"),

	/** It takes other kinds of credentials. */
	OTHER_MECHANISM("{broker} takes no credentials of this kind; correct {mechanism}"),

	/** It takes none. */
	NO_CREDENTIALS("{broker} takes no credentials on this port; set {protocol} to plaintext (ssl where it is "
			+ "encrypted), or name another port in {address}"),

	/** We could not get what we have to show. */
	NO_LOGIN("no credentials could be had for {broker}; correct {credentials}, or what {properties} say of sasl"),

	/** We may not read there. */
	TOPIC_FORBIDDEN("the user of the connection may not use the topic at {place}; allow it to Read and Describe the "
			+ "trigger's topic, and to Write and Create its dead-letter topic (kafka-acls)"),

	/** We may not be of that group. */
	GROUP_FORBIDDEN("the user of the connection may not use the consumer group at {place}; allow it to Read the "
			+ "trigger's group (kafka-acls), or set 'group' to one that it may use"),

	/** We may do less than we need. */
	FORBIDDEN("the user of the connection may not do what the trigger needs at {place}; allow it (kafka-acls)"),

	/** There is no such topic. */
	UNKNOWN_TOPIC("there is no such topic at {place}; create it, or correct the trigger's 'topic'"),

	/** It has another version of the protocol. */
	OTHER_VERSION("{place} does not know a request that the trigger needs; Kafka 2.8 is the oldest that is supported "
			+ "(for group-protocol: consumer, 4.0)"),

	/** Its properties are not what a client takes. */
	BAD_PROPERTY("Kafka's client does not take what the connection says; correct {properties}"),

	/** It is late. */
	LATE("Kafka at {place} does not answer in time; it is tried again"),

	/** It cannot do it for now. */
	FOR_NOW("Kafka at {place} cannot do it for now; it is tried again"),

	/** Whatever else. */
	OTHER("Kafka at {place} cannot be worked with");

	private final String sentence;

	KafkaRefusal(String sentence) {
		this.sentence = sentence;
	}

	/** The sentence, with its gaps. */
	String sentence() {
		return this.sentence;
	}

	/**
	 * Whether a client that does not encrypt is in danger there: it takes the first bytes
	 * of an answer for its length, and has memory for that: 336 MB for an alert of TLS,
	 * more for a text.
	 */
	boolean isDangerous() {
		return this == ENCRYPTS || this == NO_KAFKA;
	}

	/**
	 * Whether it only says that nobody has answered, so that the reason is to be found.
	 */
	boolean needsALook() {
		return switch (this) {
			case LATE, UNREACHABLE, HANGS_UP, NO_TLS, NO_HANDSHAKE -> true;
			case UNKNOWN_HOST, NO_KAFKA, ENCRYPTS, WANTS_CREDENTIALS, UNTRUSTED, OTHER_NAME, CLIENT_CERTIFICATE,
					OTHER_TLS, CERTIFICATES, WRONG_PASSWORD, OTHER_MECHANISM, NO_CREDENTIALS, NO_LOGIN, TOPIC_FORBIDDEN,
					GROUP_FORBIDDEN, FORBIDDEN, UNKNOWN_TOPIC, OTHER_VERSION, BAD_PROPERTY, FOR_NOW, OTHER ->
				false;
		};
	}

}
