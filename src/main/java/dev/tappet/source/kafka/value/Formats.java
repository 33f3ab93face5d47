package dev.tappet.source.kafka.value;

import java.util.Locale;

import dev.tappet.source.Problems;
import dev.tappet.source.kafka.value.FormatSettings.Format;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a trigger's block says about formats.
 */
public final class Formats {

	private static final String SCHEMA = "avro-schema";

	private Formats() {
	}

	/**
	 * Makes settings of the keys {@code value-format}, {@code key-format} and
	 * {@code avro-schema}.
	 * @param value the format of values
	 * @param key the format of keys
	 * @param avroSchema where the schema lies, or {@code null}
	 * @param problems takes what is wrong
	 * @return the settings
	 */
	public static FormatSettings define(Format value, Format key, @Nullable String avroSchema, Problems problems) {
		return define(value, key, avroSchema, problems, Formats.class.getClassLoader());
	}

	static FormatSettings define(Format value, Format key, @Nullable String avroSchema, Problems problems,
			ClassLoader loader) {
		String schema = (avroSchema != null && !avroSchema.isBlank()) ? avroSchema.strip() : null;
		boolean avro = value == Format.AVRO || key == Format.AVRO;
		if (avro && !AvroPresence.in(loader)) {
			problems.add((value == Format.AVRO) ? "value-format" : "key-format", "Avro is not on the class path.",
					"Add org.apache.avro:avro to the application, or use 'text'.");
		}
		else if (schema != null && !avro) {
			problems.add(SCHEMA, "Neither values nor keys are read as %s.".formatted(name(Format.AVRO)),
					"Set 'value-format' to avro, or remove the schema.");
		}
		else if (schema != null) {
			String fault = SchemaFile.fault(schema);
			if (fault != null) {
				problems.add(SCHEMA, fault,
						"Name a resource with a schema as JSON, such as classpath:order.avsc or file:/etc/order.avsc.");
			}
		}
		return new FormatSettings(value, key, schema);
	}

	private static String name(Format format) {
		return format.name().toLowerCase(Locale.ROOT);
	}

}
