package dev.tappet.dispatch;

import java.time.Instant;

/**
 * A failure, for whoever asks later.
 *
 * @param at when it happened
 * @param message what happened, without payloads or secrets
 */
public record Failure(Instant at, String message) {
}
