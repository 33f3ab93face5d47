package dev.tappet.source.redis.lease;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.Edit;
import dev.tappet.source.LetterEnding;
import dev.tappet.source.Message;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.Script;
import org.jspecify.annotations.Nullable;

/**
 * How a dead letter is kept in a stream, and how that stream is named. An entry has the
 * fields of the original, or one named {@code payload} where it has none, and then its
 * {@link LetterEnding}.
 */
public final class DeadLetterFields {

	/** The name of an original that is one body. */
	static final String PAYLOAD = "payload";

	/** How many names and values end a dead letter. */
	static final int ENDING = 2 * LetterEnding.NAMES.size();

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
		List<byte[]> fields = kept(message);
		fields.addAll(ours(message.id(), trigger, source, new Verdict.Bury(reason, attempts), clock));
		return fields;
	}

	/** The names and values that a dead letter has of the original. */
	static List<byte[]> kept(Message message) {
		return new ArrayList<>(switch (message) {
			case Message.Fields entry -> List.of(entry.fields());
			case Message.Body body -> List.of(Script.bytes(PAYLOAD), bytes(body));
		});
	}

	/** A dead letter whose original is an edited copy. */
	static DeadLetter edited(DeadLetter letter, Edit edit) {
		Message copy = switch (letter.original()) {
			case Message.Fields entry -> new Entry(Script.bytes(entry.id()), edit.fields(entry));
			case Message.Body body -> new Body(body.id(), edit.body());
		};
		return new DeadLetter(letter.id(), letter.source(), letter.attempts(), letter.reason(), letter.failedAt(),
				copy);
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
		LetterEnding ending = LetterEnding.of(trigger, source, id, verdict, clock.instant());
		List<byte[]> fields = new ArrayList<>(ENDING);
		for (int i = 0; i < LetterEnding.NAMES.size(); i++) {
			fields.add(Script.bytes(LetterEnding.NAMES.get(i)));
			fields.add(Script.bytes(ending.values().get(i)));
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
		int cut = fields.length - ENDING;
		LetterEnding ending = (cut < 2) ? null
				: LetterEnding.read((i) -> text(fields[cut + 2 * i]), (i) -> text(fields[cut + 2 * i + 1]));
		if (ending == null) {
			return null;
		}
		byte[][] kept = Arrays.copyOf(fields, cut);
		Message message = switch (original) {
			case FIELDS -> new Entry(Script.bytes(ending.id()), kept);
			case BODY -> (cut == 2 && text(kept[0]).equals(PAYLOAD)) ? new Body(ending.id(), kept[1]) : null;
		};
		return (message == null) ? null : ending.letter(entry.id(), message);
	}

	/**
	 * An entry of the stream that is none of ours: it can be shown, but not be replayed.
	 */
	static DeadLetter foreign(Entry entry) {
		return new DeadLetter(entry.id(), "", 0, "this entry was not written by Tappet", null, entry);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
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
