package dev.tappet.source.kafka.value;

/**
 * Makes the formats of triggers.
 */
@FunctionalInterface
public interface ValueFormats {

	/** Keys and values that are text. */
	Pair TEXT = new Pair(TextFormat.INSTANCE, TextFormat.INSTANCE);

	/**
	 * The formats of a trigger's records.
	 * @param settings which formats
	 * @param connection the name of the trigger's connection, whose registry is asked
	 * @return the formats
	 */
	Pair get(FormatSettings settings, String connection);

	/**
	 * The formats of a record.
	 *
	 * @param key how keys are read
	 * @param value how values are read
	 */
	record Pair(ValueFormat key, ValueFormat value) {
	}

}
