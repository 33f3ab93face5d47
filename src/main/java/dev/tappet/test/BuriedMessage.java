package dev.tappet.test;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.Message;
import dev.tappet.source.UnbindablePayloadException;

/**
 * A message that went to the dead letters.
 *
 * @param source the stream, list or channel that it came from
 * @param attempts how many attempts were made
 * @param reason why it was given up
 * @param fields the fields of an entry, and of any other message its text under
 * {@code payload}
 */
public record BuriedMessage(String source, int attempts, String reason, Map<String, String> fields) {

	public BuriedMessage {
		fields = Map.copyOf(fields);
	}

	static BuriedMessage of(DeadLetter letter) {
		return new BuriedMessage(letter.source(), letter.attempts(), letter.reason(), fields(letter.original()));
	}

	private static Map<String, String> fields(Message original) {
		return switch (original) {
			case Message.Fields entry -> entry.toMap();
			case Message.Body body -> Map.of("payload", text(body));
		};
	}

	private static String text(Message.Body body) {
		try {
			return new String(body.document(), StandardCharsets.UTF_8);
		}
		catch (UnbindablePayloadException ex) {
			throw new IllegalStateException("the dead letter cannot be read: " + ex.reason(), ex);
		}
	}

}
