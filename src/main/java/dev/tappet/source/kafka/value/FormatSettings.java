package dev.tappet.source.kafka.value;

import org.jspecify.annotations.Nullable;

/**
 * In which formats a trigger's records are written.
 *
 * @param value the format of values
 * @param key the format of keys
 * @param avroSchema where the schema lies, as a resource of Spring, or {@code null} for
 * the registry of the connection
 */
public record FormatSettings(Format value, Format key, @Nullable String avroSchema) {

	/** Text, which needs nothing. */
	public static final FormatSettings TEXT = new FormatSettings(Format.TEXT, Format.TEXT, null);

	/**
	 * A format of keys or values.
	 */
	public enum Format {

		/** Text in UTF-8, JSON among it, or bytes for those who ask for bytes. */
		TEXT,

		/** Avro's binary encoding. */
		AVRO

	}

}
