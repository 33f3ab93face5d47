package dev.tappet.source.kafka.value;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes what was read of Avro as the JSON that a person would write for it, and that
 * JSON binding reads: unions without the name of their branch, bytes in Base64, times and
 * decimals as what they mean.
 */
final class AvroJson {

	private static final JsonFactory FACTORY = new JsonFactory();

	private final JsonGenerator json;

	private AvroJson(JsonGenerator json) {
		this.json = json;
	}

	/**
	 * Writes it.
	 * @param bare whether a text that is all there is stands without quotes
	 */
	static byte[] write(@Nullable Object datum, Schema schema, boolean bare) {
		if (bare && datum instanceof CharSequence text) {
			return text.toString().getBytes(StandardCharsets.UTF_8);
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
			new AvroJson(json).value(datum, schema);
		}
		return bytes.toByteArray();
	}

	private void value(@Nullable Object datum, Schema schema) {
		if (datum == null) {
			this.json.writeNull();
			return;
		}
		LogicalType meaning = schema.getLogicalType();
		if (meaning != null && LogicalJson.write(datum, schema, meaning, this.json)) {
			return;
		}
		switch (schema.getType()) {
			case UNION -> value(datum, schema.getTypes().get(GenericData.get().resolveUnion(schema, datum)));
			case RECORD -> record((IndexedRecord) datum, schema);
			case ARRAY -> array((Collection<?>) datum, schema.getElementType());
			case MAP -> map((Map<?, ?>) datum, schema.getValueType());
			case STRING, ENUM -> this.json.writeString(datum.toString());
			case BYTES -> this.json.writeBinary(bytes(datum));
			case FIXED -> this.json.writeBinary(bytes(datum));
			case INT -> this.json.writeNumber((int) datum);
			case LONG -> this.json.writeNumber((long) datum);
			case FLOAT -> this.json.writeNumber((float) datum);
			case DOUBLE -> this.json.writeNumber((double) datum);
			case BOOLEAN -> this.json.writeBoolean((boolean) datum);
			case NULL -> this.json.writeNull();
		}
	}

	private void record(IndexedRecord datum, Schema schema) {
		this.json.writeStartObject();
		for (Schema.Field field : schema.getFields()) {
			this.json.writeName(field.name());
			value(datum.get(field.pos()), field.schema());
		}
		this.json.writeEndObject();
	}

	private void array(Collection<?> datum, Schema element) {
		this.json.writeStartArray();
		datum.forEach((each) -> value(each, element));
		this.json.writeEndArray();
	}

	private void map(Map<?, ?> datum, Schema element) {
		this.json.writeStartObject();
		datum.forEach((key, each) -> {
			this.json.writeName(String.valueOf(key));
			value(each, element);
		});
		this.json.writeEndObject();
	}

	static byte[] bytes(Object datum) {
		if (datum instanceof GenericFixed fixed) {
			return fixed.bytes();
		}
		ByteBuffer buffer = ((ByteBuffer) datum).duplicate();
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}

}
