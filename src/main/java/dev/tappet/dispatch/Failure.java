package dev.tappet.dispatch;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A failure, for whoever asks later.
 *
 * @param at when it happened
 * @param message what happened, without payloads or secrets
 * @param detail the same with what the exception said, which may quote a payload;
 * {@code null} where there is no more to say
 */
public record Failure(Instant at, String message, @Nullable String detail) {

	/**
	 * A failure that has no more to say.
	 * @param at when it happened
	 * @param message what happened, without payloads or secrets
	 */
	public Failure(Instant at, String message) {
		this(at, message, null);
	}

}
