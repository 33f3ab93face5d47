package dev.tappet.source.kafka.value;

/**
 * Confluent's frame around Avro's encoding: a zero, and the number that the registry has
 * for the schema.
 */
final class WireFormat {

	static final int HEADER = 1 + Integer.BYTES;

	private WireFormat() {
	}

	static boolean is(byte[] data) {
		return data.length >= HEADER && data[0] == 0;
	}

	static int id(byte[] data) {
		int id = 0;
		for (int i = 1; i < HEADER; i++) {
			id = id << Byte.SIZE | (data[i] & 0xff);
		}
		return id;
	}

}
