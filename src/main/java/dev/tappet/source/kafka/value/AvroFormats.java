package dev.tappet.source.kafka.value;

import dev.tappet.source.kafka.value.FormatSettings.Format;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Makes the formats of triggers of one connection.
 *
 * @param registry the schemas of its registry, or {@code null} where it has none
 */
record AvroFormats(@Nullable RegistrySchemas registry) implements ValueFormats {

	/**
	 * A schema that a trigger brings along is that of its values, if they are in Avro.
	 */
	@Override
	public Pair get(FormatSettings settings, String connection) {
		Schema schema = (settings.avroSchema() != null) ? SchemaFile.read(settings.avroSchema()) : null;
		boolean forKey = settings.value() == Format.TEXT;
		return new Pair(format(settings.key(), Part.KEY, forKey ? schema : null, connection),
				format(settings.value(), Part.VALUE, forKey ? null : schema, connection));
	}

	private ValueFormat format(Format format, Part part, @Nullable Schema schema, String connection) {
		return switch (format) {
			case TEXT -> TextFormat.INSTANCE;
			case AVRO -> (this.registry != null) ? new RegistryFormat(part, this.registry, schema)
					: (schema != null) ? new FixedFormat(part, schema) : new NoFormat(part, connection);
		};
	}

}
