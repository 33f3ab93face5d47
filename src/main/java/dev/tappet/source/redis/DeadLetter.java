package dev.tappet.source.redis;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import dev.tappet.source.Message;

/**
 * What is written to a dead-letter stream: the original fields, and what became of them.
 */
final class DeadLetter {

	private static final int LONGEST_REASON = 1000;

	private DeadLetter() {
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
	static List<byte[]> of(Message message, String trigger, String source, int attempts, String reason, Clock clock) {
		List<byte[]> fields = new ArrayList<>();
		switch (message) {
			case Message.Entry entry -> fields.addAll(List.of(entry.fields()));
			case Message.Element element -> add(fields, "payload", element.body());
			case Message.Published published -> add(fields, "payload", published.body());
		}
		add(fields, "tappet-trigger", Script.bytes(trigger));
		add(fields, "tappet-source", Script.bytes(source));
		add(fields, "tappet-id", Script.bytes(message.id()));
		add(fields, "tappet-attempts", Script.bytes(attempts));
		add(fields, "tappet-reason",
				Script.bytes((reason.length() > LONGEST_REASON) ? reason.substring(0, LONGEST_REASON) : reason));
		add(fields, "tappet-failed-at", Script.bytes(clock.instant().toString()));
		return fields;
	}

	private static void add(List<byte[]> fields, String name, byte[] value) {
		fields.add(Script.bytes(name));
		fields.add(value);
	}

}
