package dev.tappet.source.kafka.value;

/**
 * An enum as Avro's compiler generates it.
 */
public enum OrderSize {

	SMALL, LARGE

}
