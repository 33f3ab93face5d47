package dev.tappet.runtime;

import java.time.Instant;

/**
 * A failure, for whoever asks later.
 *
 * @param at when it happened
 * @param message what happened, without payloads or secrets
 */
public record LastError(Instant at, String message) {
}
