package dev.tappet.source;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The raw content of one message, as the source gave it; nothing in it is trusted.
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
	 * @param id the entry id
	 * @param fields names and values in turn
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Entry(String id, byte[][] fields) implements Message {

		@Override
		public Instant timestamp() {
			return Instant.ofEpochMilli(Long.parseLong(this.id, 0, this.id.indexOf('-'), 10));
		}

	}

	/**
	 * An element of a list.
	 *
	 * @param id given when the element was taken
	 * @param body the element
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Element(String id, byte[] body) implements Message {
	}

	/**
	 * A published message.
	 *
	 * @param id given when the message was received
	 * @param subscription the channel or pattern that was subscribed to
	 * @param channel the channel that it was published to
	 * @param body the message
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Published(String id, String subscription, String channel, byte[] body) implements Message {
	}

}
