package dev.tappet.source.kafka.value;

import dev.tappet.source.UnbindablePayloadException;

/**
 * How the bytes of a record's value, or of its key, are read.
 */
public interface ValueFormat {

	/**
	 * Whether data can be read without asking anybody. Quick: it is asked for each record
	 * by the thread that polls.
	 * @param data the bytes
	 * @return whether it can, or can never
	 */
	default boolean isReady(byte[] data) {
		return true;
	}

	/**
	 * Has what data needs in order to be read, such as its schema. May wait. That there
	 * is no such schema is remembered, and makes the data unbindable.
	 * @param data the bytes
	 * @throws FormatUnavailableException if whoever is to be asked cannot be, so that the
	 * record has to wait
	 */
	default void prepare(byte[] data) throws FormatUnavailableException {
	}

	/**
	 * The data as text or JSON.
	 * @param data the bytes, which are ready
	 * @return text in UTF-8, which may be the bytes themselves
	 * @throws UnbindablePayloadException if they are not what they should be
	 */
	default byte[] document(byte[] data) throws UnbindablePayloadException {
		return data;
	}

	/**
	 * The data as the format's own kind of object, such as Avro's generic record.
	 * @param data the bytes, which are ready
	 * @param type what is wanted of it
	 * @return the object
	 * @throws UnbindablePayloadException if they are not what they should be, or the
	 * format has no such object
	 */
	default Object decode(byte[] data, Class<?> type) throws UnbindablePayloadException {
		throw new UnbindablePayloadException("the record is not written in Avro");
	}

}
