package dev.tappet.source.kafka.value;

/**
 * Text, JSON among it: the bytes say it themselves.
 */
enum TextFormat implements ValueFormat {

	/** There is one. */
	INSTANCE

}
