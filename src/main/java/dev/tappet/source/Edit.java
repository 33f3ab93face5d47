package dev.tappet.source;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What an edited copy of a message has in the place of what the message had. All that is
 * not named stays as it was, bit for bit.
 */
public sealed interface Edit {

	/**
	 * The body of the copy.
	 * @return the bytes, which the caller must not change
	 * @throws IllegalArgumentException where the edit is of fields
	 */
	byte[] body();

	/**
	 * The fields of the copy.
	 * @param original the message
	 * @return names and values in turn
	 * @throws IllegalArgumentException where the message has no such fields
	 */
	byte[][] fields(Message.Fields original);

	/**
	 * Whether such a copy can be made.
	 * @param original the message
	 * @throws IllegalArgumentException with the reason, where it cannot
	 */
	default void check(Message original) {
		switch (original) {
			case Message.Body body -> body();
			case Message.Fields entry -> fields(entry);
		}
	}

	/**
	 * Another body.
	 *
	 * @param body the bytes
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Payload(byte[] body) implements Edit {

		@Override
		public byte[][] fields(Message.Fields original) {
			throw new IllegalArgumentException("The message has fields: say which of them are to be others.");
		}

	}

	/**
	 * Other values of fields.
	 *
	 * @param values the values by the names of their fields
	 */
	record Values(Map<String, byte[]> values) implements Edit {

		@Override
		public byte[] body() {
			throw new IllegalArgumentException("The message has a payload and no fields.");
		}

		@Override
		public byte[][] fields(Message.Fields original) {
			byte[][] copy = original.fields().clone();
			this.values.forEach((name, value) -> copy[place(copy, name) + 1] = value);
			return copy;
		}

		/** A field that is there twice cannot be told by its name. */
		private static int place(byte[][] fields, String name) {
			int found = -1;
			for (int i = 0; i + 1 < fields.length; i += 2) {
				if (new String(fields[i], StandardCharsets.UTF_8).equals(name)) {
					if (found >= 0) {
						throw new IllegalArgumentException(
								"The message has several fields named '%s'.".formatted(shown(name)));
					}
					found = i;
				}
			}
			if (found < 0) {
				throw new IllegalArgumentException("The message has no field named '%s'.".formatted(shown(name)));
			}
			return found;
		}

		private static String shown(String name) {
			return Printable.of(name, Printable.VALUE);
		}

	}

}
