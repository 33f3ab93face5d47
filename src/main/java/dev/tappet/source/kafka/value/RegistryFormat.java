package dev.tappet.source.kafka.value;

import dev.tappet.source.UnbindablePayloadException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Avro in Confluent's frame: the registry knows the schema that it was written with.
 *
 * @param part what is read
 * @param schemas the schemas of the registry
 * @param wanted the schema to read it with, or {@code null} for the one that it was
 * written with
 */
record RegistryFormat(Part part, RegistrySchemas schemas, @Nullable Schema wanted) implements ValueFormat {

	@Override
	public boolean isReady(byte[] data) {
		return !WireFormat.is(data) || this.schemas.isKnown(WireFormat.id(data));
	}

	@Override
	public void prepare(byte[] data) throws FormatUnavailableException {
		if (WireFormat.is(data)) {
			this.schemas.learn(WireFormat.id(data));
		}
	}

	@Override
	public byte[] document(byte[] data) throws UnbindablePayloadException {
		return reading(data).document(data, WireFormat.HEADER);
	}

	@Override
	public Object decode(byte[] data, Class<?> type) throws UnbindablePayloadException {
		return reading(data).decode(data, WireFormat.HEADER, type);
	}

	private AvroReading reading(byte[] data) throws UnbindablePayloadException {
		if (!WireFormat.is(data)) {
			throw new UnbindablePayloadException(
					"%s does not begin with a zero and the number of a schema, as Avro from a registry does"
						.formatted(this.part));
		}
		return switch (this.schemas.get(WireFormat.id(data))) {
			case RegistrySchemas.Readable(Schema schema) ->
				new AvroReading(this.part, schema, (this.wanted != null) ? this.wanted : schema);
			case RegistrySchemas.Unreadable(String reason, long since) ->
				throw new UnbindablePayloadException("%s: %s".formatted(this.part, reason));
		};
	}

}
