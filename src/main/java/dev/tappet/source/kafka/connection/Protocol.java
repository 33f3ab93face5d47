package dev.tappet.source.kafka.connection;

/**
 * How clients and brokers talk: encrypted or not, and with credentials or without. The
 * names are Kafka's own.
 */
enum Protocol {

	PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL;

	boolean encrypts() {
		return this == SSL || this == SASL_SSL;
	}

	boolean authenticates() {
		return this == SASL_PLAINTEXT || this == SASL_SSL;
	}

}
