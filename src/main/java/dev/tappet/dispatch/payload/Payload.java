package dev.tappet.dispatch.payload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.tappet.source.Message;
import dev.tappet.source.UnbindablePayloadException;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a message is its payload, and what is beside it.
 */
public final class Payload {

	private final @Nullable String field;

	private final byte @Nullable [] fieldName;

	/**
	 * Makes the choice of a trigger.
	 * @param field the field that carries the payload of a message of named fields, or
	 * {@code null} where all of it is the payload
	 */
	public Payload(@Nullable String field) {
		this.field = field;
		this.fieldName = (field != null) ? field.getBytes(StandardCharsets.UTF_8) : null;
	}

	/** Whether a message of named fields is its payload as a whole. */
	boolean isWhole() {
		return this.fieldName == null;
	}

	/** The payload as the producer wrote it. */
	byte[] bytes(Message message) throws UnbindablePayloadException {
		return switch (message) {
			case Message.Body body -> body.body();
			case Message.Fields fields -> bytes(fields);
		};
	}

	/** The payload as text or JSON. */
	byte[] document(Message message) throws UnbindablePayloadException {
		return switch (message) {
			case Message.Body body -> body.document();
			case Message.Fields fields -> bytes(fields);
		};
	}

	String text(Message message) throws UnbindablePayloadException {
		if (message instanceof Message.Fields fields && isWhole()) {
			return FieldsJson.whole(fields).toText();
		}
		return new String(document(message), StandardCharsets.UTF_8);
	}

	/**
	 * What travels beside the payload.
	 * @param message the message
	 * @return an immutable map
	 */
	public Map<String, String> headers(Message message) {
		if (this.field == null || !(message instanceof Message.Fields fields)) {
			return message.headers();
		}
		Map<String, String> others = new LinkedHashMap<>(message.headers());
		others.putAll(fields.toMap());
		others.remove(this.field);
		return Collections.unmodifiableMap(others);
	}

	private byte[] bytes(Message.Fields message) throws UnbindablePayloadException {
		byte[] name = this.fieldName;
		if (name == null) {
			// Decoded and written again, so that anything but UTF-8 is replaced.
			return FieldsJson.whole(message).toText().getBytes(StandardCharsets.UTF_8);
		}
		byte[][] fields = message.fields();
		for (int i = fields.length / 2 * 2 - 2; i >= 0; i -= 2) {
			if (Arrays.equals(fields[i], name)) {
				return fields[i + 1];
			}
		}
		throw new UnbindablePayloadException(
				"entry " + message.id() + " has no field '" + this.field + "', the payload field");
	}

}
