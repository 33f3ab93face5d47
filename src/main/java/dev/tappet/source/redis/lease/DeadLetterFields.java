package dev.tappet.source.redis.lease;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import dev.tappet.source.Message;
import dev.tappet.source.Printable;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.source.redis.connection.Script;

/**
 * What is written to a dead-letter stream: the original fields, and what became of them.
 */
public final class DeadLetterFields {

	private DeadLetterFields() {
	}

	/**
	 * The stream that dead letters are kept in.
	 * @param of the stream or list that the messages were read from, or the trigger where
	 * there is none
	 * @return the stream's key
	 */
	public static String key(String of) {
		return of + "-poison";
	}

	/**
	 * The fields and values of a dead letter.
	 * @param message the message
	 * @param trigger the trigger's name
	 * @param source the stream, list or channel
	 * @param attempts how often it was tried
	 * @param reason why it was given up
	 * @param clock for the time of the failure
	 * @return names and values in turn
	 */
	public static List<byte[]> of(Message message, String trigger, String source, int attempts, String reason,
			Clock clock) {
		List<byte[]> fields = new ArrayList<>();
		switch (message) {
			case Message.Fields entry -> fields.addAll(List.of(entry.fields()));
			case Message.Body body -> add(fields, "payload", bytes(body));
		}
		add(fields, "tappet-trigger", Script.bytes(trigger));
		add(fields, "tappet-source", Script.bytes(source));
		add(fields, "tappet-id", Script.bytes(message.id()));
		add(fields, "tappet-attempts", Script.bytes(attempts));
		add(fields, "tappet-reason", Script.bytes(Printable.shortened(reason, Printable.REASON)));
		add(fields, "tappet-failed-at", Script.bytes(clock.instant().toString()));
		return fields;
	}

	private static byte[] bytes(Message.Body message) {
		try {
			return message.body();
		}
		catch (UnbindablePayloadException ex) {
			throw new IllegalStateException("what Redis holds needs no decoding", ex);
		}
	}

	private static void add(List<byte[]> fields, String name, byte[] value) {
		fields.add(Script.bytes(name));
		fields.add(value);
	}

}
