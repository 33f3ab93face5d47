package dev.tappet.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * What ends a dead letter, wherever it is kept with what the original had: exactly six
 * texts under names of ours. They are told by their place, for the original may have some
 * of the same names.
 *
 * @param values one for each of {@link #NAMES}
 */
public record LetterEnding(List<String> values) {

	/** The names, in the order in which they stand. */
	public static final List<String> NAMES = List.of("tappet-trigger", "tappet-source", "tappet-id", "tappet-attempts",
			"tappet-reason", "tappet-failed-at");

	/**
	 * Says why a message is given up.
	 * @param trigger the trigger's name
	 * @param source where the message came from
	 * @param id the message's id
	 * @param verdict why
	 * @param now when
	 * @return what ends its dead letter
	 */
	public static LetterEnding of(String trigger, String source, String id, Verdict.Bury verdict, Instant now) {
		return new LetterEnding(List.of(trigger, source, id, Integer.toString(verdict.attempts()),
				Printable.shortened(verdict.reason(), Printable.REASON), now.toString()));
	}

	/**
	 * Reads what stands at the end of a dead letter.
	 * @param names the last six names
	 * @param values their values
	 * @return what it says, or {@code null} where somebody else has written it
	 */
	public static @Nullable LetterEnding read(IntFunction<String> names, IntFunction<String> values) {
		for (int i = 0; i < NAMES.size(); i++) {
			if (!names.apply(i).equals(NAMES.get(i))) {
				return null;
			}
		}
		return new LetterEnding(List.of(values.apply(0), values.apply(1), values.apply(2), values.apply(3),
				values.apply(4), values.apply(5)));
	}

	public String trigger() {
		return this.values.get(0);
	}

	public String source() {
		return this.values.get(1);
	}

	/** The id that the message had. */
	public String id() {
		return this.values.get(2);
	}

	/**
	 * The whole dead letter.
	 * @param id its own id
	 * @param original the message
	 * @return the dead letter
	 */
	public DeadLetter letter(String id, Message original) {
		return new DeadLetter(id, source(), attempts(this.values.get(3)), this.values.get(4), time(this.values.get(5)),
				original);
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

}
