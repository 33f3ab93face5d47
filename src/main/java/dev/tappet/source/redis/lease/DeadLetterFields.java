package dev.tappet.source.redis.lease;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.Message;
import dev.tappet.source.Printable;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.Script;
import org.jspecify.annotations.Nullable;

/**
 * How a dead letter is kept in a stream, and how that stream is named. An entry has the
 * fields of the original, or one named {@code payload} where it has none, and then
 * exactly six of ours. Those six are told by their place at the end: the original may
 * have fields with the same names.
 */
public final class DeadLetterFields {

	/** The name of an original that is one body. */
	static final String PAYLOAD = "payload";

	/** The fields that end a dead letter, in this order. */
	static final List<String> OURS = List.of("tappet-trigger", "tappet-source", "tappet-id", "tappet-attempts",
			"tappet-reason", "tappet-failed-at");

	/** What the original was before it was given up. */
	enum Original {

		/** A message with fields of its own. */
		FIELDS,

		/** One body. */
		BODY

	}

	/** The body of a message that was given up. */
	@SuppressWarnings("ArrayRecordComponent")
	private record Body(String id, byte[] body) implements Message.Body {
	}

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
			case Message.Body body -> {
				fields.add(Script.bytes(PAYLOAD));
				fields.add(bytes(body));
			}
		}
		fields.addAll(ours(message.id(), trigger, source, new Verdict.Bury(reason, attempts), clock));
		return fields;
	}

	/**
	 * The fields and values that end a dead letter.
	 * @param id the message
	 * @param trigger the trigger's name
	 * @param source the stream, list or channel
	 * @param verdict why it was given up
	 * @param clock for the time of the failure
	 * @return names and values in turn
	 */
	static List<byte[]> ours(String id, String trigger, String source, Verdict.Bury verdict, Clock clock) {
		List<String> values = List.of(trigger, source, id, Integer.toString(verdict.attempts()),
				Printable.shortened(verdict.reason(), Printable.REASON), clock.instant().toString());
		List<byte[]> fields = new ArrayList<>(2 * OURS.size());
		for (int i = 0; i < OURS.size(); i++) {
			fields.add(Script.bytes(OURS.get(i)));
			fields.add(Script.bytes(values.get(i)));
		}
		return fields;
	}

	/**
	 * Reads a dead letter.
	 * @param entry the entry that it was kept in
	 * @param original what it was
	 * @return the dead letter, or {@code null} where somebody else wrote the entry
	 */
	static @Nullable DeadLetter read(Entry entry, Original original) {
		byte[][] fields = entry.fields();
		int cut = fields.length - 2 * OURS.size();
		if (cut < 2 || !endsWithOurs(fields, cut)) {
			return null;
		}
		byte[][] kept = Arrays.copyOf(fields, cut);
		String id = value(fields, cut, 2);
		Message message = switch (original) {
			case FIELDS -> new Entry(Script.bytes(id), kept);
			case BODY -> (cut == 2 && text(kept[0]).equals(PAYLOAD)) ? new Body(id, kept[1]) : null;
		};
		return (message == null) ? null : new DeadLetter(entry.id(), value(fields, cut, 1),
				attempts(value(fields, cut, 3)), value(fields, cut, 4), time(value(fields, cut, 5)), message);
	}

	/**
	 * An entry of the stream that is none of ours: it can be shown, but not be replayed.
	 */
	static DeadLetter foreign(Entry entry) {
		return new DeadLetter(entry.id(), "", 0, "this entry was not written by Tappet", null, entry);
	}

	private static boolean endsWithOurs(byte[][] fields, int cut) {
		for (int i = 0; i < OURS.size(); i++) {
			if (!text(fields[cut + 2 * i]).equals(OURS.get(i))) {
				return false;
			}
		}
		return true;
	}

	private static String value(byte[][] fields, int cut, int which) {
		return text(fields[cut + 2 * which + 1]);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private static int attempts(String text) {
		try {
			return Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private static @Nullable Instant time(String text) {
		try {
			return Instant.parse(text);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/** The body of a message that Redis holds. */
	public static byte[] bytes(Message.Body message) {
		try {
			return message.body();
		}
		catch (UnbindablePayloadException ex) {
			throw new IllegalStateException("what Redis holds needs no decoding", ex);
		}
	}

}
