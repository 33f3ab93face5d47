package dev.tappet.source.kafka.value;

import java.util.List;

import dev.tappet.source.PayloadType;
import dev.tappet.source.kafka.value.FormatSettings.Format;
import org.jspecify.annotations.Nullable;

/**
 * What handlers may take of records that are written in Avro, beside text and JSON.
 */
public final class AvroPayloads {

	private AvroPayloads() {
	}

	/**
	 * The types.
	 * @return generic records and generated ones, none where Avro is not there
	 */
	public static List<PayloadType> types() {
		return isPresent() ? AvroTypes.all() : List.of();
	}

	/**
	 * Writes a record of a test as the value of a typed message.
	 * @param payload the record
	 * @return the value, or {@code null} where it is no record of Avro's
	 */
	public static byte @Nullable [] typed(Object payload) {
		return isPresent() ? AvroTypes.typed(payload) : null;
	}

	/**
	 * How the value of a typed message is read.
	 * @param settings how those of records are
	 * @return text, or where the settings say Avro what {@link #typed} has made as well
	 */
	public static ValueFormats.Pair ofTyped(FormatSettings settings) {
		return (settings.value() == Format.AVRO && isPresent()) ? AvroTypes.ofTyped(settings) : ValueFormats.TEXT;
	}

	private static boolean isPresent() {
		return AvroPresence.in(AvroPayloads.class.getClassLoader());
	}

}
