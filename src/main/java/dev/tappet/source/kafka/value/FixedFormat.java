package dev.tappet.source.kafka.value;

import dev.tappet.source.UnbindablePayloadException;
import org.apache.avro.Schema;

/**
 * Avro by a schema that the trigger brings along, where no registry is to be asked. What
 * is not Avro's plain encoding of it may be in Confluent's frame, of which the number is
 * passed over.
 *
 * @param part what is read
 * @param schema the schema
 */
record FixedFormat(Part part, Schema schema) implements ValueFormat {

	@Override
	public byte[] document(byte[] data) throws UnbindablePayloadException {
		return read(data, AvroReading::document);
	}

	@Override
	public Object decode(byte[] data, Class<?> type) throws UnbindablePayloadException {
		return read(data, (reading, bytes, from) -> reading.decode(bytes, from, type));
	}

	private <T> T read(byte[] data, Way<T> way) throws UnbindablePayloadException {
		AvroReading reading = new AvroReading(this.part, this.schema, this.schema);
		try {
			return way.read(reading, data, 0);
		}
		catch (UnbindablePayloadException ex) {
			if (!WireFormat.is(data)) {
				throw ex;
			}
			return way.read(reading, data, WireFormat.HEADER);
		}
	}

	/**
	 * What is made of the data.
	 *
	 * @param <T> what it is
	 */
	private interface Way<T> {

		T read(AvroReading reading, byte[] data, int from) throws UnbindablePayloadException;

	}

}
