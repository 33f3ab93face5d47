package dev.tappet.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The raw content of one message, as the source gave it; nothing in it is trusted. Most
 * handlers never ask for an id, so it becomes text only for those that do.
 */
public sealed interface Message {

	/**
	 * Identifies the message, the same on every attempt.
	 * @return the id
	 */
	String id();

	/**
	 * When the message was written.
	 * @return the time, or {@code null} where the source knows none
	 */
	default @Nullable Instant timestamp() {
		return null;
	}

	/**
	 * An entry of a stream. Field names may repeat and neither names nor values need be
	 * text.
	 *
	 * @param rawId the entry id, as ASCII
	 * @param fields names and values in turn
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Entry(byte[] rawId, byte[][] fields) implements Message {

		@Override
		public String id() {
			return new String(this.rawId, StandardCharsets.ISO_8859_1);
		}

		@Override
		public Instant timestamp() {
			long millis = 0;
			for (int i = 0; i < this.rawId.length && this.rawId[i] != '-'; i++) {
				millis = millis * 10 + (this.rawId[i] - '0');
			}
			return Instant.ofEpochMilli(millis);
		}

	}

	/**
	 * An element of a list.
	 *
	 * @param taking the step that took it from the list
	 * @param number which element of that step it is
	 * @param body the element
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Element(String taking, long number, byte[] body) implements Message {

		/**
		 * An element that was taken before.
		 * @param id its id
		 * @param body the element
		 * @return the element
		 */
		public static Element of(String id, byte[] body) {
			int dash = id.lastIndexOf('-');
			return new Element(id.substring(0, dash), Long.parseLong(id, dash + 1, id.length(), 10), body);
		}

		@Override
		public String id() {
			return this.taking + "-" + this.number;
		}

	}

	/**
	 * A published message.
	 *
	 * @param listener who heard it
	 * @param number which of the messages that were heard it is
	 * @param subscription the channel or pattern that was subscribed to
	 * @param channel the channel that it was published to
	 * @param body the message
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Published(String listener, long number, String subscription, String channel,
			byte[] body) implements Message {

		@Override
		public String id() {
			return this.listener + "-" + this.number;
		}

	}

}
