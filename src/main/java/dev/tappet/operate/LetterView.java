package dev.tappet.operate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.tappet.source.DeadLetter;
import dev.tappet.source.Message;
import dev.tappet.source.Printable;
import dev.tappet.source.UnbindablePayloadException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * How a dead letter is shown: never more of it than a page can hold.
 *
 * @param payloads whether what the message holds is shown
 */
record LetterView(boolean payloads) {

	/** Most bytes that are shown of one message. */
	static final int MOST_BYTES = 4096;

	/** Most fields or headers that are shown of one message. */
	static final int MOST_PARTS = 50;

	/** Whether payloads are shown, by the configuration. */
	static boolean showsPayloads(Environment environment) {
		return Boolean.parseBoolean(environment.getProperty("tappet.dead-letters.show-payloads", "true"));
	}

	/**
	 * A dead letter as the endpoint shows it.
	 *
	 * @param id by which it is replayed or deleted
	 * @param source where the message came from
	 * @param messageId the id that the message had
	 * @param attempts how often it was tried
	 * @param reason why it was given up
	 * @param failedAt when it was given up, or {@code null} where that is not known
	 * @param payload the message, where it is one body and payloads are shown
	 * @param fields its fields, where it has several and payloads are shown
	 * @param moreFields how many fields are not shown for want of room
	 * @param headers what travels beside the payload, where there is any and payloads are
	 * shown
	 */
	@JsonInclude(Include.NON_NULL)
	record Letter(String id, String source, String messageId, int attempts, String reason, @Nullable Instant failedAt,
			@Nullable ShownBytes payload, @Nullable List<Field> fields, @Nullable Integer moreFields,
			@Nullable Map<String, String> headers) {
	}

	/**
	 * A field of a message.
	 *
	 * @param name its name
	 * @param value its value
	 */
	record Field(String name, ShownBytes value) {
	}

	Letter show(DeadLetter letter) {
		Message message = letter.original();
		if (!this.payloads) {
			return letter(letter, null, null, null, null);
		}
		return switch (message) {
			case Message.Body body -> letter(letter, payload(body), null, null, headers(body));
			case Message.Fields entry -> {
				List<Field> fields = fields(entry.fields());
				int more = entry.fields().length / 2 - fields.size();
				yield letter(letter, null, fields, (more > 0) ? more : null, null);
			}
		};
	}

	private static Letter letter(DeadLetter letter, @Nullable ShownBytes payload, @Nullable List<Field> fields,
			@Nullable Integer moreFields, @Nullable Map<String, String> headers) {
		return new Letter(letter.id(), letter.source(), letter.original().id(), letter.attempts(), letter.reason(),
				letter.failedAt(), payload, fields, moreFields, headers);
	}

	private static @Nullable ShownBytes payload(Message.Body message) {
		try {
			return ShownBytes.of(message.body(), MOST_BYTES);
		}
		catch (UnbindablePayloadException ex) {
			// Its reason tells why it cannot be had.
			return null;
		}
	}

	private static List<Field> fields(byte[][] fields) {
		List<Field> shown = new ArrayList<>();
		int left = MOST_BYTES;
		for (int i = 0; i + 1 < fields.length && left > 0 && shown.size() < MOST_PARTS; i += 2) {
			ShownBytes name = ShownBytes.of(fields[i], Printable.VALUE);
			shown.add(new Field(name.asText(), ShownBytes.of(fields[i + 1], left)));
			left -= fields[i].length + fields[i + 1].length;
		}
		return shown;
	}

	private static @Nullable Map<String, String> headers(Message message) {
		Map<String, String> shown = new LinkedHashMap<>();
		message.headers()
			.entrySet()
			.stream()
			.limit(MOST_PARTS)
			.forEach((each) -> shown.put(Printable.shortened(each.getKey(), Printable.VALUE),
					Printable.shortened(each.getValue(), Printable.PAYLOAD)));
		return shown.isEmpty() ? null : shown;
	}

}
