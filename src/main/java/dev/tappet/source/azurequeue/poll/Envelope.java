package dev.tappet.source.azurequeue.poll;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.tappet.source.LetterEnding;
import dev.tappet.source.Verdict;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A dead letter as it lies in its queue: JSON, since a message has no headers that a
 * cause could stand in. The original is the body as text under {@code payload}, where
 * that is all there is to it, or else what stood in the queue under {@code raw}.
 *
 * @param ending why and when the message was given up
 * @param insertedOn when the message was sent, or {@code null} where that is not known
 * @param text what stood in the queue
 */
record Envelope(LetterEnding ending, @Nullable Instant insertedOn, String text) {

	/** The most bytes of a text that the service takes. */
	static final int MOST_TEXT = 64 * 1024;

	/** The most bytes of a body that fit into such a text as base64. */
	static final int MOST_BODY = 48 * 1024;

	private static final String PAYLOAD = "payload";

	private static final String RAW = "raw";

	private static final String INSERTED = "tappet-inserted-at";

	private static final int REASON = 4;

	private static final JsonMapper json = new JsonMapper();

	static Envelope of(String trigger, String queue, AzureMessage message, Verdict.Bury verdict, Instant now) {
		return new Envelope(LetterEnding.of(trigger, queue, message.id(), verdict, now), message.insertedOn(),
				message.text());
	}

	/**
	 * What to write to the queue of dead letters. Where it would be too long the cause is
	 * left out, and where it is too long even so the message goes there as it was.
	 * @param encoding how bodies are written
	 * @return the text
	 */
	String write(MessageEncoding encoding) {
		byte[] whole = bytes(encoding, this.ending.values().get(REASON));
		if (fits(whole, encoding)) {
			return encoding.encode(whole);
		}
		byte[] cut = bytes(encoding, "");
		return fits(cut, encoding) ? encoding.encode(cut) : this.text;
	}

	private static boolean fits(byte[] body, MessageEncoding encoding) {
		return body.length <= switch (encoding) {
			case BASE64 -> MOST_BODY;
			case NONE -> MOST_TEXT;
		};
	}

	private byte[] bytes(MessageEncoding encoding, String reason) {
		Map<String, Object> fields = new LinkedHashMap<>();
		for (int i = 0; i < LetterEnding.NAMES.size(); i++) {
			fields.put(LetterEnding.NAMES.get(i), (i == REASON) ? reason : this.ending.values().get(i));
		}
		if (this.insertedOn != null) {
			fields.put(INSERTED, this.insertedOn.toString());
		}
		String payload = payload(encoding);
		fields.put((payload != null) ? PAYLOAD : RAW, (payload != null) ? payload : this.text);
		return json.writeValueAsBytes(fields);
	}

	/** The body as text, where the original can be made of that again. */
	private @Nullable String payload(MessageEncoding encoding) {
		byte[] body = encoding.decode(this.text);
		if (body == null || !encoding.encode(body).equals(this.text)) {
			return null;
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	/**
	 * Reads what lies in a queue of dead letters.
	 * @param text what stands in the queue
	 * @param encoding how bodies are written
	 * @return the dead letter, or {@code null} where it is a message as it was
	 */
	static @Nullable Envelope read(String text, MessageEncoding encoding) {
		byte[] body = encoding.decode(text);
		try {
			JsonNode node = (body != null) ? json.readTree(body) : null;
			return (node != null && node.isObject()) ? read(node, encoding) : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static @Nullable Envelope read(JsonNode node, MessageEncoding encoding) {
		LetterEnding ending = LetterEnding.read(
				(i) -> node.path(LetterEnding.NAMES.get(i)).isString() ? LetterEnding.NAMES.get(i) : "",
				(i) -> node.path(LetterEnding.NAMES.get(i)).asString());
		JsonNode payload = node.path(PAYLOAD);
		JsonNode raw = node.path(RAW);
		if (ending == null || (!payload.isString() && !raw.isString())) {
			return null;
		}
		return new Envelope(ending, time(node.path(INSERTED)), payload.isString()
				? encoding.encode(payload.asString().getBytes(StandardCharsets.UTF_8)) : raw.asString());
	}

	private static @Nullable Instant time(JsonNode node) {
		try {
			return node.isString() ? Instant.parse(node.asString()) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
