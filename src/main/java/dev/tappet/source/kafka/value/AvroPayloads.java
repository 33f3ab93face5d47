package dev.tappet.source.kafka.value;

import java.util.List;

import dev.tappet.source.PayloadType;

/**
 * What handlers may take of records that are written in Avro, beside text and JSON.
 */
public final class AvroPayloads {

	private AvroPayloads() {
	}

	/**
	 * The types.
	 * @return generic records and generated ones, none where Avro is not there
	 */
	public static List<PayloadType> types() {
		return AvroPresence.in(AvroPayloads.class.getClassLoader()) ? AvroTypes.all() : List.of();
	}

}
