package dev.tappet.source.kafka.value;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.tappet.source.UnbindablePayloadException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is typed where records are written in Avro: text, or a record of a test, which
 * brings its schema along since no registry knows it.
 *
 * @param reader the schema that the trigger brings along, or {@code null}
 */
record TypedFormat(@Nullable Schema reader) implements ValueFormat {

	/** Begins no text in UTF-8. The schema's length comes next, the schema, the data. */
	private static final int MARK = 0xFF_41_56_52;

	private static final int HEADER = 2 * Integer.BYTES;

	static byte[] write(IndexedRecord payload) {
		byte[] schema = payload.getSchema().toString().getBytes(StandardCharsets.UTF_8);
		byte[] data = encode(payload);
		return ByteBuffer.allocate(HEADER + schema.length + data.length)
			.putInt(MARK)
			.putInt(schema.length)
			.put(schema)
			.put(data)
			.array();
	}

	private static byte[] encode(IndexedRecord payload) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
		try {
			writer(payload).write(payload, encoder);
			encoder.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	private static DatumWriter<IndexedRecord> writer(IndexedRecord payload) {
		Schema schema = payload.getSchema();
		return (payload instanceof SpecificRecord)
				? new SpecificDatumWriter<>(schema, SpecificData.getForClass(payload.getClass()))
				: new GenericDatumWriter<>(schema, GenericData.get());
	}

	@Override
	public byte[] document(byte[] data) throws UnbindablePayloadException {
		return isRecord(data) ? reading(data).document(data, from(data)) : data;
	}

	@Override
	public Object decode(byte[] data, Class<?> type) throws UnbindablePayloadException {
		if (!isRecord(data)) {
			throw new UnbindablePayloadException("text is no record of Avro's");
		}
		return reading(data).decode(data, from(data), type);
	}

	private AvroReading reading(byte[] data) throws UnbindablePayloadException {
		try {
			Schema writer = new Schema.Parser()
				.parse(new String(data, HEADER, from(data) - HEADER, StandardCharsets.UTF_8));
			return new AvroReading(Part.VALUE, writer, (this.reader != null) ? this.reader : writer);
		}
		catch (AvroRuntimeException ex) {
			throw new UnbindablePayloadException("what was typed has no schema of Avro's");
		}
	}

	private static boolean isRecord(byte[] data) {
		if (data.length < HEADER) {
			return false;
		}
		ByteBuffer buffer = ByteBuffer.wrap(data);
		int mark = buffer.getInt();
		int length = buffer.getInt();
		return mark == MARK && length >= 0 && length <= buffer.remaining();
	}

	private static int from(byte[] data) {
		return HEADER + ByteBuffer.wrap(data).getInt(Integer.BYTES);
	}

}
