package dev.tappet.source.kafka.value;

import java.io.EOFException;
import java.io.IOException;

import dev.tappet.source.UnbindablePayloadException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Reads Avro's binary encoding, which nobody has vouched for: whatever goes wrong makes
 * it unbindable.
 *
 * @param part what is read
 * @param writer the schema that it was written with
 * @param reader the schema that it is read with
 */
record AvroReading(Part part, Schema writer, Schema reader) {

	byte[] document(byte[] data, int from) throws UnbindablePayloadException {
		Object datum = generic(data, from);
		try {
			return AvroJson.write(datum, this.reader, this.part == Part.KEY);
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw unreadable("a value does not fit its schema");
		}
	}

	Object decode(byte[] data, int from, Class<?> type) throws UnbindablePayloadException {
		if (type != GenericRecord.class) {
			return specific(data, from, type);
		}
		Object datum = generic(data, from);
		if (datum instanceof GenericRecord) {
			return datum;
		}
		throw unreadable("its schema is that of no record, but of '%s'".formatted(this.reader.getType().getName()));
	}

	private Object generic(byte[] data, int from) throws UnbindablePayloadException {
		return read(new GenericDatumReader<>(this.writer, this.reader, GenericData.get()), data, from);
	}

	private Object specific(byte[] data, int from, Class<?> type) throws UnbindablePayloadException {
		GeneratedRecords model = GeneratedRecords.of(type);
		return read(new SpecificDatumReader<>(this.writer, model.schema(), model), data, from);
	}

	private Object read(DatumReader<Object> datums, byte[] data, int from) throws UnbindablePayloadException {
		BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(data, from, data.length - from, null);
		try {
			Object datum = datums.read(null, decoder);
			if (decoder.isEnd()) {
				return datum;
			}
		}
		catch (EOFException ex) {
			throw unreadable("it ends too early");
		}
		catch (AvroTypeException ex) {
			// Speaks of schemas only.
			throw unreadable(String.valueOf(ex.getMessage()));
		}
		catch (IOException | RuntimeException | StackOverflowError ex) {
			throw unreadable("malformed");
		}
		throw unreadable("more after the end of the datum");
	}

	private UnbindablePayloadException unreadable(String problem) {
		return new UnbindablePayloadException("%s cannot be read as Avro: %s".formatted(this.part, problem));
	}

}
