package dev.tappet.source;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a source is doing.
 *
 * @param up whether it can read
 * @param reason why it cannot, with the remedy, or {@code null}
 * @param since since when
 */
public record SourceStatus(boolean up, @Nullable String reason, Instant since) {
}
