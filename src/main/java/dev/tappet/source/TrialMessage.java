package dev.tappet.source;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message that an operator or a test has typed, with one body.
 *
 * @param id its id
 * @param timestamp when it was typed
 * @param body the payload
 * @param headers what travels beside the payload
 * @param attempt which attempt it is to be on, from 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrialMessage(String id, Instant timestamp, byte[] body, Map<String, String> headers,
		int attempt) implements Message.Body {

	public TrialMessage {
		headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
	}

	/**
	 * A message on its first attempt, with nothing beside its payload.
	 * @param id its id
	 * @param timestamp when it was typed
	 * @param body the payload
	 */
	public TrialMessage(String id, Instant timestamp, byte[] body) {
		this(id, timestamp, body, Map.of(), 1);
	}

	/**
	 * Says that messages have nothing beside their payload.
	 * @param kind the kind of source whose messages they are
	 * @return this
	 * @throws IllegalArgumentException if this one has headers
	 */
	public TrialMessage withoutHeaders(String kind) {
		if (!this.headers.isEmpty()) {
			throw new IllegalArgumentException("A message of %s has no headers of its own.".formatted(kind));
		}
		return this;
	}

}
