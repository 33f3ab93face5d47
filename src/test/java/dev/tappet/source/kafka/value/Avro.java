package dev.tappet.source.kafka.value;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Data in Avro, as producers write it.
 */
final class Avro {

	static final Schema ORDER = schema("""
			{"type":"record","name":"Order","namespace":"com.example","fields":[
			  {"name":"id","type":"long"},{"name":"item","type":"string"},
			  {"name":"note","type":["null","string"],"default":null}]}""");

	private Avro() {
	}

	static Schema schema(String json) {
		return new Schema.Parser().parse(json);
	}

	static GenericData.Record order(long id, String item) {
		GenericData.Record order = new GenericData.Record(ORDER);
		order.put("id", id);
		order.put("item", item);
		return order;
	}

	static byte[] plain(Object datum, Schema schema) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
		try {
			new GenericDatumWriter<>(schema).write(datum, encoder);
			encoder.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	static byte[] framed(int id, Object datum, Schema schema) {
		byte[] plain = plain(datum, schema);
		return ByteBuffer.allocate(plain.length + WireFormat.HEADER).put((byte) 0).putInt(id).put(plain).array();
	}

}
