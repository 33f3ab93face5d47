package dev.tappet.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The raw content of one message, as the source gave it; nothing in it is trusted. It is
 * either one body or a row of named fields. Most handlers never ask for an id, a time or
 * headers, so each is made only for those that do.
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
	 * What travels beside the payload. Fields that are not the payload need not be among
	 * them.
	 * @return an immutable map
	 */
	default Map<String, String> headers() {
		return Map.of();
	}

	/**
	 * A message with one body.
	 */
	non-sealed interface Body extends Message {

		/**
		 * The payload as the producer wrote it.
		 * @return the bytes, which the caller must not change
		 * @throws UnbindablePayloadException if it cannot be had from what the broker
		 * holds, which no retry can change
		 */
		byte[] body() throws UnbindablePayloadException;

		/**
		 * The payload as text or JSON. It differs from the body where that has a binary
		 * format of its own.
		 * @return text in UTF-8, which the caller must not change
		 * @throws UnbindablePayloadException if the body cannot be read as what it should
		 * be
		 */
		default byte[] document() throws UnbindablePayloadException {
			return body();
		}

	}

	/**
	 * A message of named fields. Names may repeat, and neither names nor values need be
	 * text.
	 */
	non-sealed interface Fields extends Message {

		/**
		 * The fields.
		 * @return names and values in turn, which the caller must not change
		 */
		byte[][] fields();

		/**
		 * The fields as text. Of a field that is repeated the last value counts, at the
		 * place of the first.
		 * @return an immutable map in the order of the message
		 */
		default Map<String, String> toMap() {
			Map<String, String> map = new LinkedHashMap<>();
			byte[][] fields = fields();
			for (int i = 0; i + 1 < fields.length; i += 2) {
				map.put(new String(fields[i], StandardCharsets.UTF_8),
						new String(fields[i + 1], StandardCharsets.UTF_8));
			}
			return Collections.unmodifiableMap(map);
		}

	}

}
