package dev.tappet.source.kafka.value;

import java.util.List;

import dev.tappet.source.PayloadType;
import dev.tappet.source.UnbindablePayloadException;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Avro's own types of records. Not to be touched where Avro is not there.
 */
final class AvroTypes {

	private AvroTypes() {
	}

	static List<PayloadType> all() {
		return List.of(PayloadType.of(GenericRecord.class, conversion(GenericRecord.class)),
				PayloadType.below(SpecificRecord.class, AvroTypes::conversion));
	}

	static byte @Nullable [] typed(Object payload) {
		return (payload instanceof IndexedRecord record) ? TypedFormat.write(record) : null;
	}

	static ValueFormats.Pair ofTyped(FormatSettings settings) {
		String schema = settings.avroSchema();
		return new ValueFormats.Pair(TextFormat.INSTANCE,
				new TypedFormat((schema != null) ? SchemaFile.read(schema) : null));
	}

	private static PayloadType.Conversion conversion(Class<?> type) {
		return (source, message, text) -> {
			byte[] value = (message instanceof RecordMessage record) ? record.value() : null;
			if (value == null) {
				throw new UnbindablePayloadException("the record has no value");
			}
			return ((RecordMessage) message).valueFormat().decode(value, type);
		};
	}

}
